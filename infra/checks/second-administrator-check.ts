import { rendered } from "../../scheduling/values/fault";
import type { PlatformConfig } from "../config/schema";
import { defineCheck } from "./define-check";

/**
 * Only the role that created a cluster has access to it. When that role is deleted, or when nobody may take it any more, nobody
 * can drain the pools and remove the stack (docs/deploying.md, "Break glass").
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export const productionHasSecondAdministrator = defineCheck(
  ["environment", "cluster"],
  ({ environment, cluster }) => {
    // A cluster that exists has its own access entries.
    if (environment !== "production" || cluster.existing !== undefined) return [];
    const isKept = Object.values(cluster.administrators).some(isAdministratorOfAll);
    if (isKept !== cluster.soleAdministrator) return [];
    return isKept
      ? [
          {
            path: ["cluster", "soleAdministrator"],
            problem: "has no effect, because administrators has a second one",
            got: "true",
            expected: "no such key beside a second administrator",
            fix: "remove it",
          },
        ]
      : [
          {
            path: ["cluster", "administrators"],
            problem: "no second administrator of a production cluster",
            got: rendered(Object.values(cluster.administrators).map(({ policy }) => policy)),
            expected:
              "an entry with AmazonEKSClusterAdminPolicy for a role other than the one that deploys",
            fix: "add one, or set cluster.soleAdministrator: true to accept that only the deploying role has access",
          },
        ];
  },
);

function isAdministratorOfAll({
  policy,
}: PlatformConfig["cluster"]["administrators"][string]): boolean {
  return policy === "AmazonEKSClusterAdminPolicy";
}
