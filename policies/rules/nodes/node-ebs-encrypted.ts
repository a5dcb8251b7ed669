import type { FaultPath } from "../../../scheduling/values/fault";
import { checkedList } from "../../support/checked-list";
import { fieldText } from "../../support/message";
import {
  amiFamily,
  amiFamilyPath,
  amiSelectorTermsPath,
  blockDeviceMappingsPath,
  nodeClass,
  nodeClassTypes,
} from "../../support/node-class";
import type { NodeClass } from "../../support/node-class";
import { quoted } from "../../support/quoted";
import { fieldOf, misshapen, recordOf, shapeFinding, textOf, within } from "../../support/reading";
import type { FieldRecord, Misshapen } from "../../support/reading";
import type { Finding, ResourceRule, ResourceView } from "../../support/rule";

const launchTemplateTypes: readonly string[] = ["aws:ec2/launchTemplate:LaunchTemplate"];
const templateMappingsPath = ["blockDeviceMappings"];

/** How a node class and a launch template spell the key of a volume. */
type KeyField = "kmsKeyID" | "kmsKeyId";

interface NodeEbsEncryptedConfig {
  readonly allowedKmsKeys: readonly string[];
}

export const nodeEbsEncrypted: ResourceRule<NodeEbsEncryptedConfig> = {
  id: "node-ebs-encrypted",
  title: "Every volume of a node is encrypted.",
  why: "Volumes hold images, models, checkpoints and the node's secrets. Everyone who gets a snapshot of an unencrypted volume can read them.",
  severity: "high",
  level: "mandatory",
  types: [...nodeClassTypes, ...launchTemplateTypes],
  guardedPaths: [
    blockDeviceMappingsPath,
    amiFamilyPath,
    amiSelectorTermsPath,
    templateMappingsPath,
  ],
  config: {
    allowedKmsKeys: {
      default: [],
      description:
        "Allowed KMS keys. Each volume names one of them in kmsKeyID, in the same form: key id, key ARN, alias/name or alias ARN. An empty list allows every key, the AWS-managed one included. A customer key needs a key policy that lets nodes launch with it.",
      schema: {
        type: "array",
        uniqueItems: true,
        items: { type: "string", minLength: 1 },
      },
      strictness: { measure: (keys) => Number(keys.length > 0), floors: {} },
    },
  },
  relatedRules: ["AwsSolutions-EC26"],
  onUnknown: "fail",
  scope: [
    "Each entry of `blockDeviceMappings` has `ebs.encrypted: true`. Without it the snapshot and the account decide, and by default they do not encrypt.",
    "Without mappings, or with an empty list, Karpenter uses its own mappings, which are encrypted gp3. For the family `Custom` it has none, and the AMI decides.",
    "Written mappings replace all of Karpenter's. A device of the AMI without a mapping is created as the AMI defines it. The devices of an alias are known: `/dev/xvda` for al2023 and al2, `/dev/sda1` for Windows, and for Bottlerocket `/dev/xvda` and the data volume `/dev/xvdb`.",
    "In a launch template each entry of `blockDeviceMappings` with `ebs` has `encrypted: true`. A template without mappings leaves it to the AMI and the account, which is not seen here.",
    "`kmsKeyID` is checked only if `allowedKmsKeys` names keys.",
  ],
  since: "0.1.0",
  check: (resource, { allowedKmsKeys }) => {
    if (launchTemplateTypes.includes(resource.type)) {
      return templateFindings(resource, allowedKmsKeys);
    }
    const inspected = nodeClass(resource);
    const mappings = checkedList(fieldOf(inspected, blockDeviceMappingsPath), readMapping);
    if (mappings.faults.length === 0 && mappings.entries.length === 0) {
      return defaultFindings(inspected, allowedKmsKeys);
    }
    const volumes = mappings.entries.flatMap((mapping) => volumeFindings(mapping, allowedKmsKeys));
    const faults = [...mappings.faults, ...volumes];
    // A mapping that cannot be read may be the one that is missing.
    return mappings.faults.length > 0
      ? faults
      : [...faults, ...missingDeviceFindings(inspected, mappings.entries)];
  },
};

/** Findings for the volumes that a launch template writes. */
function templateFindings(
  resource: ResourceView,
  allowedKmsKeys: readonly string[],
): readonly Finding[] {
  const mappings = checkedList(fieldOf(resource, templateMappingsPath), readMapping);
  const volumes = mappings.entries.filter(
    ({ path, fields }) => within(fields, path, "ebs").kind !== "absent",
  );
  return [
    ...mappings.faults,
    ...volumes.flatMap((mapping) => volumeFindings(mapping, allowedKmsKeys, "kmsKeyId")),
  ];
}

interface Mapping {
  readonly path: FaultPath;
  readonly fields: FieldRecord;
}

/** Families whose default mappings are encrypted; `defaultBlockDeviceMappings` of Karpenter's pkg/providers/amifamily. */
const familiesWithDefaults: readonly string[] = [
  "al2",
  "al2023",
  "bottlerocket",
  "windows2019",
  "windows2022",
  "windows2025",
];

/** The devices with which the AMIs of an alias come. */
const devicesByAlias: Readonly<Record<string, readonly string[]>> = {
  al2: ["/dev/xvda"],
  al2023: ["/dev/xvda"],
  bottlerocket: ["/dev/xvda", "/dev/xvdb"],
  windows2019: ["/dev/sda1"],
  windows2022: ["/dev/sda1"],
  windows2025: ["/dev/sda1"],
};

function readMapping(element: unknown, path: FaultPath): Mapping | Misshapen {
  const fields = recordOf({ kind: "present", path, value: element });
  return fields.kind === "present"
    ? { path, fields: fields.value }
    : misshapen(path, element, "an object");
}

/** Findings for a class without mappings. */
function defaultFindings(
  inspected: NodeClass,
  allowedKmsKeys: readonly string[],
): readonly Finding[] {
  const { name, faults } = amiFamily(inspected);
  if (faults.length > 0) return faults;
  if (name === undefined || !familiesWithDefaults.includes(name)) {
    return [
      {
        path: blockDeviceMappingsPath,
        problem: "the AMI decides whether volumes are encrypted",
        got: `no mappings, with the AMI family ${name === undefined ? "of nothing known" : quoted(name)}`,
        expected: "a mapping with encrypted: true for each device of the AMI",
        because: "Karpenter has mappings of its own for the families that it knows, and none here.",
        fix: `write ${fieldText(blockDeviceMappingsPath)} with ebs.encrypted: true for each device of the AMI`,
      },
    ];
  }
  if (allowedKmsKeys.length === 0) return [];
  return [
    {
      path: blockDeviceMappingsPath,
      problem: "volumes with the AWS-managed key",
      got: "no mappings",
      expected: `mappings with ${keysText(allowedKmsKeys)} as kmsKeyID`,
      because: "Karpenter's own mappings name no key, so EBS takes the account's default one.",
      fix: `write ${fieldText(blockDeviceMappingsPath)} with ebs.encrypted: true and ebs.kmsKeyID`,
    },
  ];
}

function volumeFindings(
  { path, fields }: Mapping,
  allowedKmsKeys: readonly string[],
  keyField: KeyField = "kmsKeyID",
): readonly Finding[] {
  const ebs = recordOf(within(fields, path, "ebs"));
  if (ebs.kind === "misshapen") return [shapeFinding(ebs)];
  const volume = ebs.kind === "present" ? ebs.value : {};
  const encrypted = within(volume, ebs.path, "encrypted");
  // The AWS provider declares the field of a launch template as text.
  const isText = keyField === "kmsKeyId" && encrypted.kind === "present";
  const value =
    isText && (encrypted.value === "true" || encrypted.value === "false")
      ? encrypted.value === "true"
      : encrypted.kind === "present"
        ? encrypted.value
        : false;
  if (typeof value !== "boolean") {
    return [shapeFinding(misshapen(encrypted.path, value, "true or false"))];
  }
  const isEncrypted = value;
  return [
    ...(isEncrypted
      ? []
      : [
          {
            path: encrypted.path,
            problem: "a volume that is not encrypted",
            got: encrypted.kind === "present" ? "false" : "nothing, which leaves it to the account",
            expected: "true",
            fix: `set ${fieldText(encrypted.path)} to true`,
          },
        ]),
    ...(allowedKmsKeys.length === 0 ? [] : keyFindings(volume, ebs.path, allowedKmsKeys, keyField)),
  ];
}

function keyFindings(
  volume: FieldRecord,
  path: FaultPath,
  allowedKmsKeys: readonly string[],
  keyField: KeyField,
): readonly Finding[] {
  const key = textOf(within(volume, path, keyField));
  if (key.kind === "misshapen") return [shapeFinding(key)];
  if (key.kind === "present" && allowedKmsKeys.includes(key.value)) return [];
  return [
    {
      path: key.path,
      problem: "a volume with another key than the organisation's",
      got:
        key.kind === "present"
          ? quoted(key.value)
          : "nothing, which means the account's default key",
      expected: keysText(allowedKmsKeys),
      because:
        "The configuration of the pack names the keys that volumes are to have; who holds another key can read what is on them.",
      fix: `set ${fieldText(key.path)} to ${keysText(allowedKmsKeys)}`,
    },
  ];
}

function missingDeviceFindings(
  inspected: NodeClass,
  mappings: readonly Mapping[],
): readonly Finding[] {
  const { alias, faults } = amiFamily(inspected);
  if (faults.length > 0) return faults;
  const names = mappings.map(({ path, fields }) => textOf(within(fields, path, "deviceName")));
  const misread = names.flatMap((name) => (name.kind === "misshapen" ? [shapeFinding(name)] : []));
  if (misread.length > 0) return misread;
  const mapped = names.flatMap((name) => (name.kind === "present" ? [name.value] : []));
  const devices = alias === undefined ? undefined : devicesByAlias[alias];
  const missing = (devices ?? []).filter((device) => !mapped.includes(device));
  return missing.map((device) => ({
    path: blockDeviceMappingsPath,
    problem: `no mapping for ${device}, which every ${alias} AMI has`,
    got: mapped.length === 0 ? "no device names" : mapped.map(quoted).join(", "),
    expected: `a mapping for ${device} with encrypted: true`,
    because: `Mappings replace all of Karpenter's, so ${device} is made as the AMI has it: not encrypted.`,
    fix: `add a mapping for ${device} with ebs.encrypted: true to ${fieldText(blockDeviceMappingsPath)}`,
  }));
}

function keysText(keys: readonly string[]): string {
  return keys.length === 1 ? `${keys[0]}` : `one of ${keys.join(", ")}`;
}
