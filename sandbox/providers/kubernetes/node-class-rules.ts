/** The CEL rules of the EC2NodeClass CRD, by their message. */
import {
  type Fields,
  fields,
  has,
  hasAny,
  items,
  keys,
  listed,
  textOf,
  type Rule,
  type Value,
} from "./crd-values";

const signals = [
  "memory.available",
  "nodefs.available",
  "nodefs.inodesFree",
  "imagefs.available",
  "imagefs.inodesFree",
  "pid.available",
];
const signalList = signals.map((signal) => `'${signal}'`).join(",");
const reservable = ["cpu", "memory", "ephemeral-storage", "pid"];
const reservableList = reservable.map((resource) => `'${resource}'`).join(",");
/** The family of an AMI alias, and its amiFamily. */
const amiFamilies: Readonly<Record<string, string>> = {
  al2: "AL2",
  al2023: "AL2023",
  bottlerocket: "Bottlerocket",
  windows2019: "Windows2019",
  windows2022: "Windows2022",
  windows2025: "Windows2025",
};
const aliasFamilies = Object.keys(amiFamilies);

export const nodeClassRules: Readonly<Record<string, Rule>> = {
  ...amiRules(),
  ...selectorRules(),
  ...nodeRules(),
  ...kubeletRules(),
  ...tagRules(),
};

function amiRules(): Record<string, Rule> {
  const family = (alias: unknown): string => String(alias).split("@")[0] ?? "";
  const aliases = (self: Value): unknown[] =>
    items(fields(self).amiSelectorTerms).flatMap(({ alias }) =>
      alias === undefined ? [] : [alias],
    );
  const byFamily = Object.entries(amiFamilies).map(([name, amiFamily]): [string, Rule] => {
    const article = amiFamily.startsWith("AL") ? "an" : "a";
    return [
      `if set, amiFamily must be '${amiFamily}' or 'Custom' when using ${article} ${amiFamily} alias`,
      (self) =>
        !has(self, "amiFamily") ||
        !aliases(self).some((alias) => family(alias) === name) ||
        ["Custom", amiFamily].includes(String(fields(self).amiFamily)),
    ];
  });
  return {
    ...Object.fromEntries(byFamily),
    "must specify amiFamily if amiSelectorTerms does not contain an alias": (self) =>
      aliases(self).length > 0 || has(self, "amiFamily"),
    "'id' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms":
      (self) =>
        !items(self).some(
          (term) => has(term, "id") && hasAny(term, ["alias", "tags", "name", "owner"]),
        ),
    "'alias' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms":
      (self) =>
        !items(self).some(
          (term) => has(term, "alias") && hasAny(term, ["id", "tags", "name", "owner"]),
        ),
    "'alias' is mutually exclusive, cannot be set with a combination of other amiSelectorTerms": (
      self,
    ) => items(self).length === 1 || !items(self).some((term) => has(term, "alias")),
    "'alias' is improperly formatted, must match the format 'family@version'": (self) =>
      /^[a-zA-Z0-9]+@.+$/.test(textOf(self)),
    [`family is not supported, must be one of the following: ${aliasFamilies.map((name) => `'${name}'`).join(", ")}`]:
      (self) => aliasFamilies.includes(family(textOf(self))),
    "windows families may only specify version 'latest'": (self) =>
      !family(textOf(self)).startsWith("windows") || textOf(self).split("@")[1] === "latest",
  };
}

function selectorRules(): Record<string, Rule> {
  const atLeastOne = (names: readonly string[]): [string, Rule] => [
    `expected at least one, got none, [${names.map((name) => `'${name}'`).join(", ")}]`,
    (self) => listed(self).every((term) => hasAny(term, names)),
  ];
  // Upstream writes these rules with `!all`, so they reject only when every term is wrong.
  const alone = (name: string, others: readonly string[], where: string): [string, Rule] => [
    `'${name}' is mutually exclusive, cannot be set ${where}`,
    (self) => !items(self).every((term) => has(term, name) && hasAny(term, others)),
  ];
  const combination = "with a combination of other fields in a";
  return Object.fromEntries([
    atLeastOne(["tags", "id", "name", "alias", "ssmParameter"]),
    atLeastOne(["tags", "id", "instanceMatchCriteria"]),
    atLeastOne(["tags", "id", "name"]),
    atLeastOne(["tags", "id"]),
    atLeastOne(["name", "id"]),
    alone("id", ["tags", "name"], `${combination} security group selector term`),
    alone("name", ["tags", "id"], `${combination} security group selector term`),
    alone("id", ["tags"], `${combination} subnet selector term`),
    alone(
      "id",
      ["tags", "ownerID", "instanceMatchCriteria"],
      "along with other fields in a capacity reservation selector term",
    ),
    [
      "'name' and 'id' are mutually exclusive",
      (self: Value) => !(has(self, "name") && has(self, "id")),
    ],
    ["securityGroupSelectorTerms cannot be empty", (self: Value) => items(self).length > 0],
    ["subnetSelectorTerms cannot be empty", (self: Value) => items(self).length > 0],
  ] satisfies [string, Rule][]);
}

function nodeRules(): Record<string, Rule> {
  return {
    "must specify exactly one of ['role', 'instanceProfile']": (self) =>
      has(self, "role") !== has(self, "instanceProfile"),
    "role cannot be empty": (self) => self !== "",
    "instanceProfile cannot be empty": (self) => self !== "",
    "must have only one blockDeviceMappings with rootVolume": (self) =>
      items(self).filter(({ rootVolume }) => rootVolume === true).length <= 1,
    "snapshotID or volumeSize must be defined": (self) =>
      hasAny(self, ["snapshotID", "volumeSize"]),
    "snapshotID must be set when volumeInitializationRate is set": (self) =>
      !has(self, "volumeInitializationRate") || (fields(self).snapshotID ?? "") !== "",
    "at least one of tcpEstablishedTimeout, udpStreamTimeout, or udpTimeout must be set": (self) =>
      hasAny(self, ["tcpEstablishedTimeout", "udpStreamTimeout", "udpTimeout"]),
    "networkInterfaces must include a primary interface with interfaceType='interface'": (self) =>
      items(self).length === 0 ||
      items(self).some(
        ({ deviceIndex, networkCardIndex, interfaceType }) =>
          deviceIndex === 0 && networkCardIndex === 0 && interfaceType === "interface",
      ),
    "networkInterfaces must not have duplicate networkCardIndex and deviceIndex pairs, and can have at most one efa device per network card":
      (self) =>
        isDistinct(items(self).map(place)) && isDistinct(items(self).filter(isEfaOnly).map(card)),
  };
}

function kubeletRules(): Record<string, Rule> {
  const onlySignals: Rule = (self) => keys(self).every((key) => signals.includes(key));
  const onlyReservable: Rule = (self) => keys(self).every((key) => reservable.includes(key));
  const notNegative: Rule = (self) =>
    Object.values(fields(self)).every((value) => !String(value).startsWith("-"));
  const paired = (name: string, other: string): Rule => {
    return (self) =>
      keys(fields(self)[name]).every((key) => keys(fields(self)[other]).includes(key));
  };
  return {
    "imageGCHighThresholdPercent must be greater than imageGCLowThresholdPercent": (self) => {
      const { imageGCHighThresholdPercent: high, imageGCLowThresholdPercent: low } = fields(self);
      return high === undefined || low === undefined || Number(high) > Number(low);
    },
    "evictionSoft OwnerKey does not have a matching evictionSoftGracePeriod": paired(
      "evictionSoft",
      "evictionSoftGracePeriod",
    ),
    "evictionSoftGracePeriod OwnerKey does not have a matching evictionSoft": paired(
      "evictionSoftGracePeriod",
      "evictionSoft",
    ),
    [`valid keys for evictionHard are [${signalList}]`]: onlySignals,
    [`valid keys for evictionSoft are [${signalList}]`]: onlySignals,
    [`valid keys for evictionSoftGracePeriod are [${signalList}]`]: onlySignals,
    [`valid keys for kubeReserved are [${reservableList}]`]: onlyReservable,
    [`valid keys for systemReserved are [${reservableList}]`]: onlyReservable,
    "kubeReserved value cannot be a negative resource quantity": notNegative,
    "systemReserved value cannot be a negative resource quantity": notNegative,
  };
}

function tagRules(): Record<string, Rule> {
  const without = (key: string): [string, Rule] => [
    `tag contains a restricted tag matching ${key}`,
    (self) => !keys(self).includes(key),
  ];
  return {
    "empty tag keys or values aren't supported": (self) =>
      Object.entries(fields(self)).every(([key, value]) => key !== "" && value !== ""),
    "empty tag keys aren't supported": (self) => !keys(self).includes(""),
    "tag contains a restricted tag matching kubernetes.io/cluster/": (self) =>
      !keys(self).some((key) => key.startsWith("kubernetes.io/cluster")),
    ...Object.fromEntries([
      without("eks:eks-cluster-name"),
      without("karpenter.sh/nodepool"),
      without("karpenter.sh/nodeclaim"),
      without("karpenter.k8s.aws/ec2nodeclass"),
    ]),
  };
}

function place({ networkCardIndex, deviceIndex }: Fields): string {
  return `${String(networkCardIndex)} ${String(deviceIndex)}`;
}

function card({ networkCardIndex }: Fields): string {
  return String(networkCardIndex);
}

function isEfaOnly({ interfaceType }: Fields): boolean {
  return interfaceType === "efa-only";
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
