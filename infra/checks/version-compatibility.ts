import { coerce } from "semver";

import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import {
  brokenAmiReleases,
  compatibilityTable,
  type CompatibilityRow,
  kubeProxyMinorsBehind,
  lowestForThisProgram,
} from "./compatibility-table";
import { defineCheck } from "./define-check";
import { isOlder } from "./is-older";

type Versions = PlatformConfig["versions"];

/** AWS and Helm accept each version by itself, but not all versions work together. */
export const versionsFitTogether = defineCheck(["versions"], ({ versions }) => {
  const row = compatibilityTable[versions.kubernetes];
  return [
    ...(row === undefined ? [unknownMinor(versions)] : chartsFit(versions, row)),
    ...neuronFits(versions),
    ...kubeProxyFits(versions),
  ];
});

/** A stack that installs the GPU Operator needs a minor on which NVIDIA has validated one. */
export const gpuOperatorKnowsKubernetes = defineCheck(
  ["versions", "gpu"],
  ({ versions: { kubernetes, gpuOperator }, gpu }): readonly ConfigFault[] => {
    const row = compatibilityTable[kubernetes];
    if (row === undefined || row.lowestGpuOperator !== undefined) return [];
    if (gpu.stack === "al2023-device-plugin") return [];
    return [
      {
        path: ["versions", "kubernetes"],
        problem: `no GPU Operator is known to be validated on it, ${gpuOperator} neither`,
        got: rendered(kubernetes),
        expected: `one of ${minorsWithGpuOperator().join(", ")}, or gpu.stack: al2023-device-plugin`,
        fix: "choose an older minor, or enter the release that NVIDIA's platform support page names for it into infra/checks/compatibility-table.ts",
      },
    ];
  },
);

function minorsWithGpuOperator(): readonly string[] {
  return Object.entries(compatibilityTable)
    .filter(([, { lowestGpuOperator }]) => lowestGpuOperator !== undefined)
    .map(([minor]) => minor);
}

/** Every AMI alias, of the stack, of its GPU nodes and of each node class, must lead to an AMI that works. */
export const amiReleasesExist = defineCheck(
  ["versions", "gpu", "nodeClasses"],
  ({ versions, gpu, nodeClasses }) => {
    const aliases = [
      { path: ["versions", "amiAlias"], alias: versions.amiAlias },
      { path: ["gpu", "amiAlias"], alias: gpu.amiAlias },
      ...Object.entries(nodeClasses).map(([name, nodeClass]) => ({
        path: ["nodeClasses", name, "amiAlias"],
        alias: nodeClass?.amiAlias,
      })),
    ];
    return aliases.flatMap(({ path, alias }) =>
      alias === undefined ? [] : amiFaults(path, alias, versions.kubernetes),
    );
  },
);

/** A managed node group accepts only AMI releases of the control plane's minor. */
export const systemNodesFitControlPlane = defineCheck(
  ["versions", "cluster"],
  ({ versions, cluster }) => {
    const { releaseVersion } = cluster.systemNodes;
    if (releaseVersion === undefined) return [];
    const path = ["cluster", "systemNodes", "releaseVersion"];
    if (releaseVersion.startsWith(`${versions.kubernetes}.`)) {
      return brokenRelease(path, releaseVersion, releaseVersion.split("-")[1]);
    }
    return [
      {
        path,
        problem: `does not fit Kubernetes ${versions.kubernetes}`,
        got: rendered(releaseVersion),
        expected: `a release of ${versions.kubernetes}`,
        fix: "change it together with versions.kubernetes",
      },
    ];
  },
);

function unknownMinor({ kubernetes }: Versions): ConfigFault {
  return {
    path: ["versions", "kubernetes"],
    problem: "not in the compatibility table",
    got: rendered(kubernetes),
    expected: `one of ${Object.keys(compatibilityTable).join(", ")}`,
    fix: "choose a minor that Karpenter supports, or extend infra/checks/compatibility-table.ts",
  };
}

function chartsFit(versions: Versions, row: CompatibilityRow): readonly ConfigFault[] {
  const { kubernetes, karpenter, gpuOperator } = versions;
  return [
    ...atLeast(["versions", "karpenter"], karpenter, {
      lowest: higher(row.lowestKarpenter, lowestForThisProgram.karpenter),
      problem: `too old for Kubernetes ${kubernetes}`,
      fix: "raise Karpenter before Kubernetes",
    }),
    ...atLeast(["versions", "gpuOperator"], gpuOperator, {
      lowest: higher(row.lowestGpuOperator ?? "v0.0.0", lowestForThisProgram.gpuOperator),
      problem: `too old for this program or for Kubernetes ${kubernetes}`,
      fix: "raise the GPU Operator before Kubernetes",
    }),
  ];
}

function neuronFits({ neuron }: Versions): readonly ConfigFault[] {
  return atLeast(["versions", "neuron"], neuron, {
    lowest: lowestForThisProgram.neuron,
    problem: "too old for this program, which sets values of a later chart",
    fix: "raise the Neuron chart",
  });
}

/** kube-proxy may be older than the control plane, but not newer. */
function kubeProxyFits({ kubernetes, addons }: Versions): readonly ConfigFault[] {
  if (addons === undefined) return [];
  const proxy = minorOf(addons["kube-proxy"]);
  const control = minorOf(kubernetes);
  const oldest = control - kubeProxyMinorsBehind;
  if (proxy <= control && proxy >= oldest) return [];
  return [
    {
      path: ["versions", "addons", "kube-proxy"],
      problem: `does not fit Kubernetes ${kubernetes}`,
      got: rendered(addons["kube-proxy"]),
      expected: `a minor from 1.${oldest} to 1.${control}`,
      fix: "choose the add-on version of the control plane's minor",
    },
  ];
}

function minorOf(version: string): number {
  return coerce(version)?.minor ?? Number.NaN;
}

function amiFaults(
  path: readonly string[],
  alias: string,
  kubernetes: string,
): readonly ConfigFault[] {
  const row = compatibilityTable[kubernetes];
  const [family, release = ""] = alias.split("@v");
  if (row === undefined) return [];
  const broken = family === "al2023" ? brokenRelease(path, alias, release) : [];
  if (broken.length > 0) return broken;
  const first = firstReleases(row)[family ?? ""];
  if (first === undefined || !isOlder(release, first)) return [];
  return [
    {
      path,
      problem: `older than the first AMI of Kubernetes ${kubernetes}, so it resolves to nothing and no node launches`,
      got: rendered(alias),
      expected: `${family}@v${first} or later`,
      fix: "raise it before Kubernetes",
    },
  ];
}

/** The fault of a release of Amazon Linux 2023 that is known to be broken. */
function brokenRelease(path: readonly string[], got: string, release = ""): readonly ConfigFault[] {
  const reason = brokenAmiReleases[release];
  if (reason === undefined) return [];
  return [
    {
      path,
      problem: `a broken release, ${reason}`,
      got: rendered(got),
      expected: "another release",
      fix: "choose a later one",
    },
  ];
}

/** The first release for each family of an alias, without `v`: a day for AL2023, a version for Bottlerocket. */
function firstReleases(row: CompatibilityRow): Readonly<Record<string, string>> {
  return {
    al2023: row.firstAmiRelease,
    bottlerocket: row.firstBottlerocketRelease.slice(1),
  };
}

function atLeast(
  path: readonly string[],
  version: string,
  { lowest, problem, fix }: { lowest: string; problem: string; fix: string },
): readonly ConfigFault[] {
  if (!isOlder(version, lowest)) return [];
  return [{ path, problem, got: rendered(version), expected: `${lowest} or newer`, fix }];
}

function higher(a: string, b: string): string {
  return isOlder(a, b) ? b : a;
}
