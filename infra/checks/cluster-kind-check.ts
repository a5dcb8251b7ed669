import { rendered, valueAt } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { keysAt } from "../config/schema-keys";
import { eksClusterName } from "../config/sections/cluster-section";

type Values = Readonly<Record<string, unknown>>;

/** Keys about nodes and charts. They are allowed together with `cluster.existing`. */
const besideExisting: Readonly<Record<string, (key: string) => boolean>> = {
  cluster: (key) => ["name", "existing", "volumeKey", "ownsSpotServiceLinkedRole"].includes(key),
  network: (key) => ["zones", "zoneIds"].includes(key),
  versions: (key) => key !== "addons",
};

/**
 * Faults of keys that do not fit the kind of the cluster, new or existing. It reads the values of the file, because in the
 * parsed configuration a default looks like a key that was set.
 *
 * @param own the values of the stack file, keys without their namespace
 */
export function clusterKindFaults(own: Values): readonly ConfigFault[] {
  return valueAt(own, ["cluster", "existing"]) === undefined
    ? [...neededForNewCluster(own), ...nameOfNewCluster(own)]
    : foreignToExistingCluster(own);
}

function foreignToExistingCluster(own: Values): readonly ConfigFault[] {
  return Object.entries(besideExisting).flatMap(([section, isAllowed]) =>
    keysAt([section])
      .filter((key) => !isAllowed(key))
      .map((key) => [section, key])
      .filter((path) => valueAt(own, path) !== undefined)
      .map((path) => ({
        path,
        problem: "only for a cluster that the stack creates",
        got: rendered(valueAt(own, path)),
        expected: "no such key beside cluster.existing",
        fix: "remove it",
      })),
  );
}

/** The schema cannot require these keys, because a stack with an existing cluster has none of them. */
function neededForNewCluster(own: Values): readonly ConfigFault[] {
  const needed = [
    { path: ["network", "cidr"], expected: "an IPv4 range such as 10.40.0.0/16" },
    { path: ["versions", "addons"], expected: "the version of each EKS add-on" },
  ];
  return needed
    .filter(({ path }) => isMap(valueAt(own, path.slice(0, -1))))
    .filter(({ path }) => valueAt(own, path) === undefined)
    .map(({ path, expected }) => ({
      path,
      problem: "missing",
      got: "nothing",
      expected,
      fix: `add ${path.at(-1)}, or cluster.existing to use an existing cluster`,
    }));
}

/** EKS accepts more names. The name of a new cluster must also be a name in Kubernetes. */
function nameOfNewCluster(own: Values): readonly ConfigFault[] {
  const name = valueAt(own, ["cluster", "name"]);
  if (typeof name !== "string" || /^[a-z][a-z0-9-]{0,62}$/.test(name)) return [];
  // The schema reports names that EKS refuses too.
  if (!eksClusterName.test(name)) return [];
  return [
    {
      path: ["cluster", "name"],
      problem: "not allowed",
      got: rendered(name),
      expected: "lower-case letters, digits and hyphens, a letter first, at most 63 characters",
      fix: "set cluster.name",
    },
  ];
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
