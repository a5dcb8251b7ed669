import {
  tierProfiles,
  type Disruption,
  type TierProfile,
} from "../../components/node-pools/tier-profiles";
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
    "| tier | class | GPUs | GPUs a node | node class | capacity types | taints | limits | weight | busy outdated nodes | after the last pod | oldest node | longest drain |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
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
    ...gpusOfANode,
    "## Pools and limits by stack",
    "",
    "With their limits there: whole devices, CPU cores and memory.",
    "",
    ...tiersByStack(stacks),
    "",
  ].join("\n");
}

const gpusOfANode: readonly string[] = [
  "## GPUs of a node",
  "",
  "Karpenter packs pods that are pending together onto as few nodes as the types of the tier allow, whatever they cost: eight replicas",
  "of a server with one GPU each would get one g5.48xlarge, which costs twice as much as eight g5.xlarge, and one Spot interruption",
  "would end all eight. So the inference tiers have nodes with one GPU. `gpusPerNode` names other numbers.",
  "",
  "A model that needs four GPUs in one pod is served by `gpu-multi-inference`. Its pods select `node-type: gpu-multi-inference` and",
  "request `nvidia.com/gpu: 4`. `gpusPerNode: [8]` makes it a tier of eight GPUs, and `gpus` chooses others than A10G and L4:",
  "",
  "```yaml",
  "accelerator-platform:tiers:",
  "  gpu-multi-inference: { gpus: [l40s], gpusPerNode: [4], limits: { nvidia.com/gpu: 16 } }",
  "```",
  "",
  "The tiers of a chain have one `gpusPerNode`: `[4]` in all of them makes a chain for pods of four GPUs. A tier that admits several",
  "numbers (`[1, 4]`) packs small pods onto the large nodes again. Training tiers admit any number, because the GPUs of one node are",
  "connected. With H100 that is one or eight: four pods with one GPU each share one p5.48xlarge, and one pod with four GPUs gets a whole one.",
  "`gpusPerNode: [1]` gives each of the four pods a p5.4xlarge. `npm run report` shows what pods of 1, 4 and 8 GPUs get in each tier,",
  "and what eight pods of one GPU get together.",
  "",
];

function row(name: string, profile: TierProfile): string {
  const taints = profile.taints.map((taint) => `\`${formatTaint(taint)}\``).join("<br>");
  const limits = Object.entries(profile.limits).map(
    ([resource, amount]) => `${resource}: ${amount}`,
  );
  const policy =
    profile.disruption.kind === "follows-load"
      ? profile.disruption.consolidationPolicy
      : "WhenEmpty";
  const cells = [
    `\`${name}\``,
    profile.workloadClass,
    gpusText(profile),
    gpusPerNodeText(profile),
    profile.nodeClass,
    [...profile.capacityTypes].sort().join(", "),
    taints === "" ? "none" : taints,
    limits.join("<br>"),
    profile.weight === undefined ? "0" : String(profile.weight),
    replacedText[profile.disruption.kind],
    `${policy} after ${profile.disruption.consolidateAfter}`,
    profile.expireAfter,
    profile.terminationGracePeriod ?? "as long as the work",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** When drift replaces a node that runs pods. */
const replacedText: Readonly<Record<Disruption["kind"], string>> = {
  "follows-load": "replaced within budgets",
  "when-empty": "stay until they are empty",
  "maintenance-window": "replaced in the window",
};

function gpusText({ gpus }: TierProfile): string {
  if (gpus === undefined) return "";
  return gpus.byDefault?.join(", ") ?? "any";
}

function gpusPerNodeText({ gpus }: TierProfile): string {
  if (gpus === undefined) return "";
  return gpus.perNode?.join(", ") ?? "any";
}
