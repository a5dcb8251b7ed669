import type { FaultPath } from "../../../scheduling/values/fault";
import { fieldText } from "../../support/message";
import { nodeClassTypes } from "../../support/node-class";
import { quoted } from "../../support/quoted";
import {
  misshapen,
  readField,
  recordOf,
  shapeFinding,
  textOf,
  within,
} from "../../support/reading";
import type { FieldRecord } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";

interface NodeImdsv2Config {
  readonly maxHopLimit: number;
}

const launchTemplateType = "aws:ec2/launchTemplate:LaunchTemplate";
const nodeClassPath = ["spec", "metadataOptions"];
const launchTemplatePath = ["metadataOptions"];

export const nodeImdsv2: ResourceRule<NodeImdsv2Config> = {
  id: "node-imdsv2",
  title: "The metadata service of a node requires a session token and does not answer pods.",
  why: "With IMDSv1 anyone who can make a pod fetch a URL gets the node's credentials. With a hop limit above 1 every pod can request them itself.",
  severity: "high",
  level: "mandatory",
  types: [...nodeClassTypes, launchTemplateType],
  guardedPaths: [nodeClassPath, launchTemplatePath],
  config: {
    maxHopLimit: {
      default: 1,
      description:
        "Most network hops that an answer of the metadata service may take. 1 reaches the node and pods in its host network, 2 reaches every pod.",
      schema: { type: "integer", minimum: 1, maximum: 64 },
      strictness: { measure: (hops) => -hops, floors: { staging: 2, production: 2 } },
    },
  },
  relatedRules: ["CKV_AWS_79", "CKV_AWS_341"],
  onUnknown: "fail",
  scope: [
    "`httpTokens` is `required`, and `httpPutResponseHopLimit` is not above `maxHopLimit`. With `httpEndpoint: disabled` nothing is checked.",
    "In an EC2NodeClass both may be absent: Karpenter's defaults are `required` and 1, for each field separately. The risk is in overriding them.",
    "In a launch template, such as that of a managed node group, both must be written. Otherwise EC2 leaves IMDSv1 on or uses the settings of the AMI and the account, and Amazon Linux 2023 sets 2 hops.",
  ],
  since: "0.1.0",
  check: (resource, { maxHopLimit }) => {
    const isTemplate = resource.type === launchTemplateType;
    const path = isTemplate ? launchTemplatePath : nodeClassPath;
    const options = recordOf(readField(resource.props, ...path));
    if (options.kind === "misshapen") return [shapeFinding(options)];
    const fields = options.kind === "present" ? options.value : {};
    const endpoint = textOf(within(fields, path, "httpEndpoint"));
    if (endpoint.kind === "misshapen") return [shapeFinding(endpoint)];
    if (endpoint.kind === "present" && endpoint.value === "disabled") return [];
    return [
      ...tokenFindings(fields, path, isTemplate),
      ...hopLimitFindings(fields, path, isTemplate, maxHopLimit),
    ];
  },
};

function tokenFindings(
  fields: FieldRecord,
  path: FaultPath,
  isTemplate: boolean,
): readonly Finding[] {
  const tokens = textOf(within(fields, path, "httpTokens"));
  if (tokens.kind === "misshapen") return [shapeFinding(tokens)];
  if (tokens.kind === "absent" && !isTemplate) return [];
  if (tokens.kind === "present" && tokens.value === "required") return [];
  return [
    {
      path: tokens.path,
      problem: "the metadata service answers without a session token",
      got: tokens.kind === "present" ? quoted(tokens.value) : "nothing, which means optional",
      expected: "required",
      fix: `set ${fieldText(tokens.path)} to required`,
    },
  ];
}

function hopLimitFindings(
  fields: FieldRecord,
  path: FaultPath,
  isTemplate: boolean,
  maxHopLimit: number,
): readonly Finding[] {
  const limit = within(fields, path, "httpPutResponseHopLimit");
  if (limit.kind === "absent" && !isTemplate) return [];
  const hops = limit.kind === "present" ? limit.value : undefined;
  if (limit.kind === "present" && !Number.isSafeInteger(hops)) {
    return [shapeFinding(misshapen(limit.path, hops, "a whole number from 1 to 64"))];
  }
  if (typeof hops === "number" && hops <= maxHopLimit) return [];
  return [
    {
      path: limit.path,
      problem: "the metadata service answers over too many hops",
      got: typeof hops === "number" ? `${hops}` : "nothing, which leaves it to the AMI",
      expected: `at most ${maxHopLimit}`,
      because:
        "Pods are one hop further away than the node: with more than 1 they get the node's credentials from the metadata service, whatever role they have of their own.",
      fix: `set ${fieldText(limit.path)} to ${maxHopLimit}, and give pods that call AWS a role of their own`,
    },
  ];
}
