import { amountOf, counted } from "../../../scheduling/values/wording";
import { parseQuantity } from "../../../scheduling/values/quantity";
import type { RefusedPods } from "./refused-pods";

/**
 * Why no type of a pool is large enough. Karpenter names one sum, of the pod and of the agents that run on each node
 * of the pool: `resources={"memory":"16Gi","pods":"3"}`.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/provisioning/scheduling/nodeclaim.go
 */
export function tooSmallText(said: string, about: Omit<RefusedPods, "asked">): string {
  const { pods = "1", ...resources } = sumIn(said);
  const agents = (parseQuantity(pods) ?? 1) - 1;
  const { maxPods } = about;
  if (maxPods !== undefined && agents + 1 > maxPods) {
    const places = `each node takes ${counted(maxPods, "pod")} (kubelet.maxPods)`;
    if (agents === 0) return places;
    const need = agents === 1 ? "agent on it needs" : "agents on it need";
    return `${places}, and the ${need} ${counted(agents, "place")}`;
  }
  const shares = Object.entries(resources).map(([name, sum]) =>
    shareOf(name, sum, agents > 0 ? about.requests : undefined),
  );
  const own = shares.flatMap((share) => share.own ?? []);
  const taken = shares.flatMap((share) => share.agents ?? []);
  const ownText = own.length === 0 ? "" : ` (${own.join(", ")})`;
  if (taken.length === 0) return `none of its types has what a pod requests${ownText}`;
  return `none of its types has what a pod requests${ownText} beside what the agents on the node take (${taken.join(", ")})`;
}

interface Share {
  readonly own?: string;
  readonly agents?: string;
}

/** Without the pod's requests the sum counts as the pod's own. */
function shareOf(name: string, sum: string, requests: RefusedPods["requests"]): Share {
  const total = parseQuantity(sum);
  if (requests === undefined || total === undefined) return { own: `${name} ${sum}` };
  const own = Math.min(requests[name] ?? 0, total);
  const rest = total - own;
  return {
    ...(own > 0 ? { own: `${name} ${amountOf(name, own)}` } : {}),
    ...(rest > 1e-9 ? { agents: `${name} ${amountOf(name, rest)}` } : {}),
  };
}

/** Empty where the text names no sum. */
function sumIn(said: string): Readonly<Record<string, string>> {
  const written = /resources=(?:min=)?(\{.*?\})/.exec(said)?.[1];
  if (written === undefined) return {};
  try {
    const entries = Object.entries(JSON.parse(written) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, quantity]) => [name, String(quantity)]));
  } catch {
    return {};
  }
}
