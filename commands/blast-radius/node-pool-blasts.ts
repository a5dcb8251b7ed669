import { rendered, valueAt } from "../../scheduling/values/fault";
import { counted } from "../../scheduling/values/wording";
import type { Blast } from "./blast";
import {
  changesOfPart,
  isRemoved,
  removalWord,
  removedOfPart,
  type Fleet,
  type FleetChange,
} from "./fleet";
import type { PlannedChange } from "./plan";
import { isRetired, trains } from "./pool-kind";

/**
 * NodePools that go away, static pools that shrink or become dynamic, and training pools without protection. Deleting a NodePool deletes its
 * NodeClaims, and no budget applies: https://karpenter.sh/docs/concepts/disruption/#termination-controller
 */
export function poolBlasts(fleet: Fleet): readonly Blast[] {
  const pools = changesOfPart(fleet, "node-pool");
  const removed = pools.filter(isRemoved);
  const lost = [...fleet.lostProviders.values()];
  const becauseOf = (pool: FleetChange, { urn }: PlannedChange): boolean =>
    pool.action === "replace" && pool.providers.includes(urn);
  return [
    ...lost.flatMap((provider) =>
      providerBlast(
        provider,
        removed.filter((pool) => becauseOf(pool, provider)),
      ),
    ),
    ...removed
      .filter((pool) => !lost.some((provider) => becauseOf(pool, provider)))
      .map((pool) => removalBlast(pool, pools)),
    ...pools.flatMap(shrinkingBlast),
    ...pools.flatMap(transitionBlast),
    ...pools.flatMap(protectionBlast),
  ];
}

const drained =
  "Deleting a NodePool deletes its nodes at once, and no budget applies. Pods with do-not-disrupt hold a node only until its grace period ends.";

function providerBlast(provider: PlannedChange, pools: readonly FleetChange[]): readonly Blast[] {
  if (pools.length === 0) return [];
  const renamed = provider.action === "delete";
  return [
    {
      effect: "drains",
      name: provider.name,
      urn: provider.urn,
      problem: renamed
        ? `removes the Kubernetes provider, and so replaces ${counted(pools.length, "NodePool")}`
        : `replaces the Kubernetes provider, and with it ${counted(pools.length, "NodePool")}`,
      causes: provider.replaceReasons,
      consequence: drained,
      fix: renamed
        ? `give the new provider an alias with the old name, aliases: [{ name: "${provider.name}" }]`
        : "set clusterIdentifier on the provider, so that a changed kubeconfig updates it in place",
      pools,
    },
  ];
}

function removalBlast(pool: FleetChange, pools: readonly FleetChange[]): Blast {
  const twin = pools.find(
    (other) => other.action === "create" && other.object === pool.object && other.urn !== pool.urn,
  );
  const common = { name: pool.object, urn: pool.urn, pools: [pool] };
  if (pool.action === "delete" && pool.before?.retainOnDelete === true) {
    return {
      ...common,
      effect: "orphans",
      problem: "forgets the NodePool, and leaves it in the cluster (retainOnDelete)",
      causes: [],
      consequence: "The pool launches nodes and bills for them, and no program manages it.",
      fix: "remove retainOnDelete, and remove the pool when it is empty",
    };
  }
  return {
    ...common,
    effect: "drains",
    problem: `${removalWord(pool)} the NodePool`,
    causes: pool.replaceReasons,
    consequence: drained,
    fix: twin === undefined ? wayOut(pool) : aliasFix(pool, twin),
  };
}

function aliasFix(pool: FleetChange, twin: FleetChange): string {
  return (
    `the plan creates the same object as ${rendered(twin.name)}: give that resource an alias to the old one, ` +
    `aliases: ["${pool.urn}"]`
  );
}

function wayOut({ action }: FleetChange): string {
  return action === "delete"
    ? "set the pool's limits to 0, wait until it has no nodes, approve this step, then remove the pool"
    : "keep the property, or open a second pool beside this one, move the work, and remove this one when it is empty";
}

function shrinkingBlast(pool: FleetChange): readonly Blast[] {
  if (pool.action !== "update") return [];
  const [from, to] = [pool.before, pool.after].map((state) =>
    valueAt(state?.inputs, ["spec", "replicas"]),
  );
  if (typeof from !== "number" || typeof to !== "number" || to >= from) return [];
  return [
    {
      effect: "drains",
      name: pool.object,
      urn: pool.urn,
      problem: `lowers the static NodePool from ${counted(from, "node")} to ${to}`,
      causes: ["spec.replicas"],
      consequence:
        "Karpenter deletes the surplus nodes at once. It prefers empty ones, but no budget protects the others.",
      fix: "wait until as many nodes are empty, then approve this step",
      pools: [pool],
    },
  ];
}

/**
 * The CRD has the rule `has(self.replicas) == has(oldSelf.replicas)`, and a preview does not ask the API server for it.
 * A value that is not known yet may be either, and is not reported.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/apis/crds/karpenter.sh_nodepools.yaml
 */
function transitionBlast(pool: FleetChange): readonly Blast[] {
  if (pool.action !== "update") return [];
  const [from, to] = [pool.before, pool.after].map(
    (state): unknown => valueAt(state?.inputs, ["spec", "replicas"]) ?? undefined,
  );
  const becomesStatic = from === undefined && typeof to === "number";
  const becomesDynamic = typeof from === "number" && to === undefined;
  if (!becomesStatic && !becomesDynamic) return [];
  return [
    {
      effect: "refused",
      name: pool.object,
      urn: pool.urn,
      problem: becomesStatic
        ? "makes a static NodePool of a dynamic one"
        : "makes a dynamic NodePool of a static one",
      causes: ["spec.replicas"],
      consequence:
        "The CRD of Karpenter refuses the update, and the deployment stops half way. The preview does not see it.",
      fix: "open the other slot of the tier, or a second pool, move the work there, and close this one when it is empty",
      pools: [],
    },
  ];
}

function protectionBlast(pool: FleetChange): readonly Blast[] {
  const { action, before, after } = pool;
  if (after === undefined || after.protect || action === "replace") return [];
  const losesIt = before?.protect === true;
  if (action === "same" && !losesIt) return [];
  if (!trains(after.inputs) || isRetired(after.inputs)) return [];
  return [
    {
      effect: "unprotected",
      name: pool.object,
      urn: pool.urn,
      problem: losesIt
        ? "removes the protection of a training NodePool"
        : `${action === "create" ? "creates" : "updates"} a training NodePool without protection`,
      causes: ["protect"],
      consequence: "One mistaken change, or a destroy, ends every job in the pool.",
      fix: "set protect: true; to remove the pool, set its limits to 0 first and let its jobs end",
      pools: [pool],
    },
  ];
}

/** Pools of a class that goes away cannot launch, and the class cannot be deleted while they have nodes. */
export function classBlasts(fleet: Fleet): readonly Blast[] {
  const pools = changesOfPart(fleet, "node-pool");
  return removedOfPart(fleet, "node-class").flatMap((nodeClass): readonly Blast[] => {
    const users = pools.filter((pool) => classOf(pool) === nodeClass.object);
    // Pools that go away in the same plan are findings of their own.
    if (users.length > 0 && users.every(({ action }) => action === "delete")) return [];
    return [
      {
        effect: "orphans",
        name: nodeClass.object,
        urn: nodeClass.urn,
        problem: `${removalWord(nodeClass)} the node class`,
        causes: nodeClass.replaceReasons,
        consequence:
          "Its NodePools launch nothing, and its deletion waits until the last of their nodes is gone.",
        fix: "add a second node class, point the pools at it one by one, and remove this one when no node uses it",
        pools: users,
      },
    ];
  });
}

/** The name of the node class that a pool uses before the change. */
export function classOf({ before, after }: PlannedChange): unknown {
  return valueAt((before ?? after)?.inputs, ["spec", "template", "spec", "nodeClassRef", "name"]);
}
