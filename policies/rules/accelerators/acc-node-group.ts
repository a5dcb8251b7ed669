import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import { gpuTaintKey, neuronTaintKey } from "../../../scheduling/taints/taints";
import { formatTypes } from "../../support/launch";
import { nodeGroup, nodeGroupTypes } from "../../support/node-group";
import type { NodeGroup } from "../../support/node-group";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { classify, formatClasses, workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";
import { dearest, maxUsdPerHourProperty, usdText } from "../../support/worst-cost";

interface AccNodeGroupConfig extends WorkloadClassesConfig {
  readonly maxUsdPerHour: number;
}

export const accNodeGroup: ResourceRule<AccNodeGroupConfig> = {
  id: "acc-node-group",
  title:
    "A node group with accelerators has what a pool has: taint, class, steady capacity, a ceiling, encrypted volumes.",
  why: "A node group is billed from its first minute, pods or not. Without the rules for pools it is the way around all of them.",
  severity: "high",
  level: "mandatory",
  types: nodeGroupTypes,
  guardedPaths: [["instanceTypes"], ["taints"], ["capacityType"], ["scalingConfig"], ["labels"]],
  config: { ...workloadClassesProperties, maxUsdPerHour: maxUsdPerHourProperty },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Checked are the groups of `aws.eks.NodeGroup`, `aws-native.eks.Nodegroup` and of @pulumi/eks that name a type with an accelerator.",
    "The group has the NoSchedule taint of its accelerators and a class label. A training group, by label, taint or name, is not on Spot.",
    "`maxSize` nodes of the most expensive type cost at most `maxUsdPerHour`. A group without a maximum has no upper bound.",
    "A managed node group has a launch template, because without one the account decides whether its volume is encrypted. node-ebs-encrypted checks the template.",
    "A group that names no type takes that of its launch template. A template with a name that the group has is that template. Otherwise the group is checked with the types of all launch templates that the program registers before it, because their ids are not among their inputs.",
    "A launch template outside of the program is not read: a group that can only use such a one is named as advisory.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const group = nodeGroup(resource);
    if (group.hasUnseenType) return [unseenTypeFinding];
    if (group.accelerated.length === 0) return [];
    return [
      ...taintFindings(group),
      ...classFindings(group, config),
      ...findingsIfTraining(group.asPool, config, () => spotFindings(group)),
      ...sizeFindings(group, config.maxUsdPerHour),
      ...volumeFindings(group, resource.type),
    ];
  },
};

const unseenTypeFinding: Finding = {
  path: ["launchTemplate"],
  level: "advisory",
  problem: "the type of the nodes is not known",
  got: "a launch template that this program does not have",
  expected: "instanceTypes, or a launch template of this program",
  because: "The template may have accelerators, and then no rule for them applies to this group.",
  fix: "write the type in instanceTypes of the group",
};

function taintFindings(group: NodeGroup): readonly Finding[] {
  const kinds = new Set(group.accelerated.map((type) => acceleratorOf(type)?.kind));
  const wanted = [
    ...(kinds.has("nvidia") ? [gpuTaintKey] : []),
    ...(kinds.has("neuron") ? [neuronTaintKey] : []),
  ].filter((key) => !group.taints.includes(`${key}:NoSchedule`));
  return wanted.map((key) => ({
    path: ["taints"],
    problem: `no NoSchedule taint for ${key}`,
    got: group.taints.length === 0 ? "nothing" : "other taints",
    expected: `${key} with the effect NO_SCHEDULE`,
    because: `The group launches ${formatTypes(group.accelerated, "accelerated")}. Pods that request no device land on them.`,
    fix: `add { key: "${key}", effect: "NO_SCHEDULE" } to taints`,
  }));
}

function classFindings(group: NodeGroup, { classes }: AccNodeGroupConfig): readonly Finding[] {
  const found = classify(group.asPool, classes);
  if (found.faults.length > 0 || found.classes.length > 0) return [];
  return [
    {
      path: ["labels"],
      problem: "no workload class for a node group with accelerators",
      got: "no label of a class",
      expected: `one of ${formatClasses(classes)}`,
      because: "Without a class the rules for training do not apply to it.",
      fix: "add the label of the class to labels",
    },
  ];
}

function spotFindings({ spot }: NodeGroup): readonly Finding[] {
  if (!spot) return [];
  return [
    {
      path: ["capacityType"],
      problem: "a training group on Spot",
      got: "SPOT",
      expected: "ON_DEMAND or CAPACITY_BLOCK",
      because: "EC2 takes Spot capacity back with two minutes' notice, in the middle of a job.",
      fix: "set capacityType to ON_DEMAND",
    },
  ];
}

function sizeFindings(group: NodeGroup, most: number): readonly Finding[] {
  const worst = dearest(group.accelerated, () => group.maxSize ?? Infinity);
  if (worst === undefined || worst.usdPerHour <= most) return [];
  return [
    {
      path: ["scalingConfig", "maxSize"],
      problem: "a node group that may cost more than the ceiling",
      got: `${usdText(worst.usdPerHour)} for ${group.maxSize ?? "any number of"} ${worst.type}`,
      expected: `at most ${usdText(most)}`,
      because: "Nodes of a group are billed whether pods run on them or not.",
      fix: "lower scalingConfig.maxSize, or raise maxUsdPerHour in the pack's configuration",
    },
  ];
}

function volumeFindings({ hasLaunchTemplate }: NodeGroup, type: string): readonly Finding[] {
  if (hasLaunchTemplate || !type.startsWith("aws")) return [];
  return [
    {
      path: ["launchTemplate"],
      problem: "the account decides whether the volumes are encrypted",
      got: "no launch template",
      expected: "a launch template with ebs.encrypted for each device",
      because: "Volumes hold images, models and checkpoints.",
      fix: "give the group a launch template whose blockDeviceMappings are encrypted",
    },
  ];
}
