import type { Tier } from "../../components/node-pools/tier";
import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import type { Workload } from "../../report/subject/workload";
import { workloadLabelKey } from "../../scheduling/requirements/labels";
import { formatTaint, type Taint, type Toleration } from "../../scheduling/taints/taints";

/**
 * Workloads for tests of placement: one for each workload class and kind of device of the tiers, and one for each fallback
 * chain. A pod selects nodes by label, tolerates the taints of the tiers that it may use, and requests one device.
 *
 * Static and retired tiers are left out, because they launch no node for a pod. Tiers with shared GPUs are left out,
 * because their pods request shares.
 */
export function representativeWorkloads(tiers: readonly Tier[]): readonly Workload[] {
  const open = tiers.filter(
    ({ replicas, retired, gpuSharing }) =>
      replicas === undefined && !retired && gpuSharing === undefined,
  );
  const groups = new Map<string, Group>();
  for (const tier of open) {
    for (const ask of asksFor(tier)) {
      const group = groups.get(ask.name) ?? { ...ask, tiers: [] };
      groups.set(ask.name, { ...group, tiers: [...group.tiers, tier] });
    }
  }
  return [...groups.values()].map(workloadOf);
}

interface Ask {
  readonly name: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly resource?: string;
}

interface Group extends Ask {
  readonly tiers: readonly Tier[];
}

/** The workloads that may use a tier. */
function asksFor({ profile }: Tier): readonly Ask[] {
  const { workloadClass, accelerator, labels } = profile;
  const resource = accelerator === undefined ? {} : { resource: accelerator };
  const device =
    accelerator === undefined ? "" : `-${accelerator.slice(accelerator.indexOf("/") + 1)}`;
  const chain = labels[chainLabelKey];
  return [
    {
      name: `${workloadClass}${device}`,
      nodeSelector: { [workloadLabelKey]: workloadClass },
      ...resource,
    },
    ...(chain === undefined
      ? []
      : [{ name: `${chain}-chain`, nodeSelector: { [chainLabelKey]: chain }, ...resource }]),
  ];
}

function workloadOf({ name, nodeSelector, resource, tiers }: Group): Workload {
  const [first] = tiers;
  const tolerations = tolerationsOf(tiers.flatMap(({ profile }) => profile.taints));
  const limits = resource === undefined ? { cpu: "1" } : { [resource]: "1" };
  return {
    name,
    ...(first === undefined ? {} : { workloadClass: first.profile.workloadClass }),
    pod: {
      spec: { nodeSelector, tolerations, containers: [{ name: "main", resources: { limits } }] },
    },
  };
}

function tolerationsOf(taints: readonly Taint[]): readonly Toleration[] {
  const distinct = new Map(taints.map((taint) => [formatTaint(taint), taint]));
  return [...distinct.values()].map(({ key, value, effect }) =>
    value === undefined
      ? { key, operator: "Exists", effect }
      : { key, operator: "Equal", value, effect },
  );
}
