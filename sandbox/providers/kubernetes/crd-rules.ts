/**
 * The CEL rules of Karpenter's two CRDs, by their message: what the API server evaluates beside the structural schema.
 * `self` is the value under the rule; `before` is the stored one at an update, and rules about a change hold without it.
 */
import { allowedKarpenterAwsLabelKeys, capacityTypeLabelKey, nodePoolLabelKey } from "../../../scheduling/labels";

type Rule = (self: Value, before: Value | undefined) => boolean;
/** The rules see values whose structure the schema has accepted already. */
type Value = string | Fields | Fields[];
type Fields = Record<string, unknown>;

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
/** The family of an AMI alias, and the amiFamily that goes with it. */
const amiFamilies: Readonly<Record<string, string>> = {
  al2: "AL2",
  al2023: "AL2023",
  bottlerocket: "Bottlerocket",
  windows2019: "Windows2019",
  windows2022: "Windows2022",
  windows2025: "Windows2025",
};
const aliasFamilies = Object.keys(amiFamilies);

export const crdRules: Readonly<Record<string, Rule>> = {
  ...nodePoolRules(),
  ...labelRules(),
  ...amiRules(),
  ...selectorRules(),
  ...nodeClassRules(),
  ...kubeletRules(),
  ...tagRules(),
};

function nodePoolRules(): Record<string, Rule> {
  return {
    "Cannot transition NodePool between static (replicas set) and dynamic (replicas unset) provisioning modes": (
      self,
      before,
    ) => before === undefined || has(self, "replicas") === has(before, "replicas"),
    "only 'limits.nodes' is supported on static NodePools": (self) =>
      !has(self, "replicas") || keys(fields(self).limits).every((resource) => resource === "nodes"),
    "'weight' is not supported on static NodePools": (self) => !has(self, "replicas") || !has(self, "weight"),
    "'schedule' must be set with 'duration'": (self) =>
      items(self).every((budget) => has(budget, "schedule") === has(budget, "duration")),
    "nodeClassRef.group is immutable": (self, before) =>
      before === undefined || fields(self).group === fields(before).group,
    "nodeClassRef.kind is immutable": (self, before) =>
      before === undefined || fields(self).kind === fields(before).kind,
    "group may not be empty": (self) => self !== "",
    "kind may not be empty": (self) => self !== "",
    "name may not be empty": (self) => self !== "",
    "requirements with operator 'In' must have a value defined": (self) =>
      items(self).every(({ operator, values }) => operator !== "In" || items(values).length > 0),
    "requirements operator 'Gt', 'Lt', 'Gte', or 'Lte' must have a single positive integer value": (self) =>
      items(self).every(({ operator, values }) => !/^[GL]te?$/.test(String(operator)) || isOneInteger(values)),
    "requirements with 'minValues' must have at least that many values specified in the 'values' field": (self) =>
      items(self).every(
        ({ operator, values, minValues }) =>
          operator !== "In" || minValues === undefined || items(values).length >= Number(minValues),
      ),
  };
}

/** Over the keys of a pool's labels, and over each key of its requirements. */
function labelRules(): Record<string, Rule> {
  const domain = (key: string): string => key.split("/")[0] ?? "";
  return {
    'label domain "karpenter.sh" is restricted': (self) =>
      keys(self).every(
        (key) => [capacityTypeLabelKey, nodePoolLabelKey].includes(key) || !domain(key).endsWith("karpenter.sh"),
      ),
    'label "karpenter.sh/nodepool" is restricted': (self) => !keys(self).includes(nodePoolLabelKey),
    'label "kubernetes.io/hostname" is restricted': (self) => !keys(self).includes("kubernetes.io/hostname"),
    'label domain "karpenter.k8s.aws" is restricted': (self) =>
      keys(self).every(
        (key) => allowedKarpenterAwsLabelKeys.includes(key) || !domain(key).endsWith("karpenter.k8s.aws"),
      ),
  };
}

function amiRules(): Record<string, Rule> {
  const family = (alias: unknown): string => String(alias).split("@")[0] ?? "";
  const aliases = (self: Value): unknown[] =>
    items(fields(self).amiSelectorTerms).flatMap(({ alias }) => (alias === undefined ? [] : [alias]));
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
    "'id' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms": (self) =>
      !items(self).some((term) => has(term, "id") && hasAny(term, ["alias", "tags", "name", "owner"])),
    "'alias' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms": (self) =>
      !items(self).some((term) => has(term, "alias") && hasAny(term, ["id", "tags", "name", "owner"])),
    "'alias' is mutually exclusive, cannot be set with a combination of other amiSelectorTerms": (self) =>
      items(self).length === 1 || !items(self).some((term) => has(term, "alias")),
    "'alias' is improperly formatted, must match the format 'family@version'": (self) =>
      /^[a-zA-Z0-9]+@.+$/.test(String(self)),
    [`family is not supported, must be one of the following: ${aliasFamilies.map((name) => `'${name}'`).join(", ")}`]:
      (self) => aliasFamilies.includes(family(self)),
    "windows families may only specify version 'latest'": (self) =>
      !family(self).startsWith("windows") || String(self).split("@")[1] === "latest",
  };
}

function selectorRules(): Record<string, Rule> {
  const atLeastOne = (names: readonly string[]): [string, Rule] => [
    `expected at least one, got none, [${names.map((name) => `'${name}'`).join(", ")}]`,
    (self) => listed(self).every((term) => hasAny(term, names)),
  ];
  // Upstream writes these with `!all`, so they only reject when every term is at fault.
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
    ["'name' and 'id' are mutually exclusive", (self: Value) => !(has(self, "name") && has(self, "id"))],
    ["securityGroupSelectorTerms cannot be empty", (self: Value) => items(self).length > 0],
    ["subnetSelectorTerms cannot be empty", (self: Value) => items(self).length > 0],
  ]) as Record<string, Rule>;
}

function nodeClassRules(): Record<string, Rule> {
  return {
    "must specify exactly one of ['role', 'instanceProfile']": (self) => has(self, "role") !== has(self, "instanceProfile"),
    "role cannot be empty": (self) => self !== "",
    "instanceProfile cannot be empty": (self) => self !== "",
    "must have only one blockDeviceMappings with rootVolume": (self) =>
      items(self).filter(({ rootVolume }) => rootVolume === true).length <= 1,
    "snapshotID or volumeSize must be defined": (self) => hasAny(self, ["snapshotID", "volumeSize"]),
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
      (self) => isDistinct(items(self).map(place)) && isDistinct(items(self).filter(isEfaOnly).map(card)),
  };
}

function kubeletRules(): Record<string, Rule> {
  const onlySignals: Rule = (self) => keys(self).every((key) => signals.includes(key));
  const onlyReservable: Rule = (self) => keys(self).every((key) => reservable.includes(key));
  const notNegative: Rule = (self) => Object.values(fields(self)).every((value) => !String(value).startsWith("-"));
  const paired = (name: string, other: string): Rule => {
    return (self) => keys(fields(self)[name]).every((key) => keys(fields(self)[other]).includes(key));
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

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function items(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

/** A list's items, or the one object which the rule is about. */
function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? items(value) : [fields(value)];
}

/** The keys of a map; a string stands for the one key that it is. */
function keys(value: unknown): string[] {
  return typeof value === "string" ? [value] : Object.keys(fields(value));
}

function has(value: unknown, name: string): boolean {
  return fields(value)[name] !== undefined;
}

function hasAny(value: unknown, names: readonly string[]): boolean {
  return names.some((name) => has(value, name));
}

function isOneInteger(values: unknown): boolean {
  const list: unknown[] = Array.isArray(values) ? values : [];
  return list.length === 1 && /^\+?\d+$/.test(String(list[0]));
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
