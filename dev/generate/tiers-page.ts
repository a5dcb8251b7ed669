import { tierProfiles, type TierProfile } from "../../components/node-pools/tier-profiles";
import { formatTaint } from "../../scheduling/taints/taints";
import { gpuClassesTable } from "./gpu-classes-table";
import { tiersByStack } from "./tiers-by-stack";

/**
 * `docs/tiers.md`: the purpose and the shape of each tier, and the stacks that have it.
 *
 * @param stacks the folder of the stack files
 */
export function tiersPage(stacks: string): string {
  const rows = Object.entries(tierProfiles).map(([name, profile]) => row(name, profile));
  const purposes = Object.entries(tierProfiles).map(
    ([name, { purpose }]) => `- \`${name}\`: ${purpose}`,
  );
  return [
    "# Tiers",
    "",
    "Generated from `components/node-pools/tier-profiles.ts` by `npm run generate`; do not edit.",
    "",
    ...purposes,
    "",
    "| tier | class | GPUs | node class | capacity types | taints | limits | weight | after the last pod | oldest node | longest drain |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "The class is the label `workload` on the nodes; the policy pack knows a training pool by it. Order among",
    "capacity types means nothing: Karpenter takes reserved, then Spot, then on-demand capacity, by availability.",
    "",
    "## Classes of GPU",
    "",
    "`gpus` of a tier names classes. A class is one model with one amount of memory. A training tier has one class by default,",
    "because Karpenter buys the cheapest type that fits: with H100 and A10G in one tier, a job with eight GPUs gets eight A10G.",
    "To mix classes, name them all.",
    "",
    ...gpuClassesTable(),
    "",
    "Most open models are published in bf16, which does not exist on T4 and V100: a server that loads such a model there ends with",
    "`Bfloat16 is only supported on GPUs with compute capability of at least 8.0`, and starts again without an end. In the inference",
    "chain such a pod stays on T4 and never reaches `gpu-tier3-g5-ondemand`, because for Karpenter it has a place. Set",
    "`gpus: [l4]` for `gpu-tier2-g4dn-spot` where the region has L4, or load the model in fp16 (vLLM: `--dtype=half`). FP8 arithmetic needs compute",
    "capability 8.9: L4, L40S, H100 and newer. A model has to fit into the memory of one GPU, or the pod requests several.",
    "",
    "No tier launches metal types. `rtx-pro-4500` needs a newer driver than the AMIs have, so only `gpu.stack: ubuntu-operator` launches it.",
    "",
    "## Pools and limits by stack",
    "",
    "With their limits there: whole devices, CPU cores and memory.",
    "",
    ...tiersByStack(stacks),
    "",
  ].join("\n");
}

function row(name: string, profile: TierProfile): string {
  const taints = profile.taints.map((taint) => `\`${formatTaint(taint)}\``).join("<br>");
  const limits = Object.entries(profile.limits).map(
    ([resource, amount]) => `${resource}: ${amount}`,
  );
  const policy =
    profile.disruption.kind === "maintenance-window"
      ? "WhenEmpty"
      : profile.disruption.consolidationPolicy;
  const cells = [
    `\`${name}\``,
    profile.workloadClass,
    gpusText(profile),
    profile.nodeClass,
    [...profile.capacityTypes].sort().join(", "),
    taints === "" ? "none" : taints,
    limits.join("<br>"),
    profile.weight === undefined ? "0" : String(profile.weight),
    `${policy} after ${profile.disruption.consolidateAfter}`,
    profile.expireAfter,
    profile.terminationGracePeriod ?? "as long as the work",
  ];
  return `| ${cells.join(" | ")} |`;
}

function gpusText({ gpus }: TierProfile): string {
  if (gpus === undefined) return "";
  return gpus.byDefault?.join(", ") ?? "any";
}
