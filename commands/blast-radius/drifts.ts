import { isDeepStrictEqual } from "node:util";

import { readNodePool } from "../../scheduling/node-pool/node-pool";
import {
  admits,
  requirementsOf,
  type Requirement,
} from "../../scheduling/requirements/requirements";
import { valueAt } from "../../scheduling/values/fault";
import { changesOfPart, poolsOf, type Fleet, type FleetChange } from "./fleet";
import { classOf } from "./node-pool-blasts";

/** NodePools whose nodes drift, so that Karpenter replaces them within the budgets, and why. */
export interface Drift {
  readonly pool: FleetChange;
  /** What changed: `spec.template`, `node class gpu-training`. */
  readonly causes: readonly string[];
  /** Only nodes that no longer fit drift, not all of them. */
  readonly onlyMisfits: boolean;
}

/**
 * Follows the drift of Karpenter 1.14 and 1.15: a hash over the template and over the node class, and requirements that the
 * labels of a node no longer meet.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/nodeclaim/disruption/drift.go
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/cloudprovider/drift.go
 */
export function driftsOf(fleet: Fleet): readonly Drift[] {
  const classes = changesOfPart(fleet, "node-class").filter(isChangedClass);
  const upgraded = changesOfPart(fleet, "cluster").some(
    ({ before, after, action }) =>
      action === "update" &&
      valueAt(before?.inputs, ["version"]) !== valueAt(after?.inputs, ["version"]),
  );
  return poolsOf(fleet).flatMap((pool): readonly Drift[] => {
    if (pool.action === "delete" || pool.action === "replace") return [];
    const byClass = classes
      .filter((nodeClass) => nodeClass.object === classOf(pool))
      .map(({ object }) => `node class ${object}`);
    const template = isChangedTemplate(pool) ? ["spec.template"] : [];
    const whole = [...template, ...byClass, ...(upgraded ? ["the version of the cluster"] : [])];
    if (whole.length > 0) return [{ pool, causes: whole, onlyMisfits: false }];
    const narrower = narrowerKeys(pool);
    return narrower.length === 0 ? [] : [{ pool, causes: narrower, onlyMisfits: true }];
  });
}

/** The definition of Karpenter's hash leaves the requirements out. */
function isChangedTemplate({ action, before, after }: FleetChange): boolean {
  if (action !== "update") return false;
  const [old, now] = [before, after].map((state) => withoutRequirements(state?.inputs));
  return !isDeepStrictEqual(old, now);
}

function withoutRequirements(inputs: unknown): unknown {
  const template = valueAt(inputs, ["spec", "template"]);
  const spec = valueAt(template, ["spec"]);
  if (typeof template !== "object" || typeof spec !== "object") return template;
  return { ...template, spec: { ...spec, requirements: undefined } };
}

/** Everything in a node class drifts its nodes: by its hash, or because the AMI, subnets or groups that it selects differ. */
function isChangedClass({ action, before, after }: FleetChange): boolean {
  if (action !== "update") return false;
  const [old, now] = [before, after].map((state) => valueAt(state?.inputs, ["spec"]));
  return !isDeepStrictEqual(old, now);
}

/** Keys of requirements that admit less than before: nodes with the other values drift. */
function narrowerKeys({ action, before, after }: FleetChange): readonly string[] {
  if (action !== "update") return [];
  const [old, now] = [before, after].map((state) => {
    const { pool } = readNodePool(state?.inputs);
    return pool === undefined ? undefined : requirementsOf(pool.requirements, pool.labels);
  });
  if (old === undefined || now === undefined) return [];
  return [...now.values()]
    .filter((requirement) => isNarrower(old.get(requirement.key), requirement))
    .map(({ key }) => key);
}

function isNarrower(old: Requirement | undefined, now: Requirement): boolean {
  if (old === undefined) return true;
  if (!old.complement)
    return [...old.values].some((value) => admits(old, value) && !admits(now, value));
  // The number of different values that a launch needs says nothing about a node that exists.
  return !isDeepStrictEqual({ ...old, minValues: undefined }, { ...now, minValues: undefined });
}
