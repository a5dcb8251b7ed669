import type { Limits } from "./limits";
import { fieldText } from "./message";
import { limitsPath, replicasPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { fieldOf, misshapen, shapeFinding } from "./reading";
import { quoted } from "./quoted";
import type { Finding } from "./rule";

/** Faults of the limits of a pool with `replicas`, which caps it and allows no limit but `nodes`. */
export function staticLimitsFindings(pool: NodePool, limits: Limits): readonly Finding[] {
  const reading = fieldOf(pool, replicasPath);
  const replicas = reading.kind === "present" ? reading.value : undefined;
  if (typeof replicas !== "number" || !Number.isSafeInteger(replicas) || replicas < 0) {
    return [shapeFinding(misshapen(replicasPath, replicas, "a whole number of 0 or more"))];
  }
  if (limits.faults.length > 0) return limits.faults;
  const foreign = [...limits.amounts.keys()].filter((resource) => resource !== "nodes");
  const findings = foreign.map((resource): Finding => ({
    path: [...limitsPath, resource],
    problem: "limit that a static pool cannot have",
    got: quoted(limits.written.get(resource) ?? ""),
    expected: "no limit but nodes",
    because: "The API server refuses a pool with replicas and other limits.",
    fix: `remove ${quoted(resource)} from ${fieldText(limitsPath)}; replicas caps the pool`,
  }));
  const nodes = limits.amounts.get("nodes");
  if (nodes === undefined && foreign.length === 0) {
    findings.push({
      path: [...limitsPath, "nodes"],
      problem: "a static pool without a limit on nodes",
      got: "nothing",
      expected: `at least ${replicas}`,
      because:
        "One wrong number in replicas launches as many nodes at once, and nothing else counts them.",
      fix: `set ${fieldText(limitsPath)}.nodes to ${replicas + 1}: drift adds a node before it removes one`,
    });
  }
  if (nodes !== undefined && nodes < replicas) {
    findings.push({
      path: [...limitsPath, "nodes"],
      problem: "limit below the replicas of the pool",
      got: quoted(limits.written.get("nodes") ?? ""),
      expected: `at least ${replicas}`,
      because: "Karpenter stops at the limit, so the pool never has the nodes that it asks for.",
      fix: `raise ${fieldText(limitsPath)}.nodes to ${replicas} or more, or lower ${fieldText(replicasPath)}`,
    });
  }
  return findings;
}
