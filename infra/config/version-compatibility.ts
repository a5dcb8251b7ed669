import { renderValue, type ConfigFault } from "./config-fault";
import type { PlatformConfig } from "./schema";

/**
 * The lowest Karpenter that supports a Kubernetes minor.
 * https://karpenter.sh/v1.14/upgrading/compatibility/
 */
const lowestKarpenter: Readonly<Record<string, string>> = {
  "1.31": "1.0.5",
  "1.32": "1.2.0",
  "1.33": "1.5.0",
  "1.34": "1.6.0",
  "1.35": "1.9.0",
  "1.36": "1.13.0",
};

/** Below it the controller's policies and the fifth event rule of this program do not fit. */
const lowestForThisProgram = "1.12.0";

/** Versions that the API accepts one by one and that do not work together. */
export function versionsFitTogether({ versions }: PlatformConfig): readonly ConfigFault[] {
  return [...karpenterFits(versions), ...kubeProxyFits(versions)];
}

type Versions = PlatformConfig["versions"];

function karpenterFits({ kubernetes, karpenter }: Versions): readonly ConfigFault[] {
  const lowest = lowestKarpenter[kubernetes];
  if (lowest === undefined) {
    const known = Object.keys(lowestKarpenter);
    return [
      {
        path: ["versions", "kubernetes"],
        problem: "not in the compatibility table",
        got: renderValue(kubernetes),
        expected: `one of ${known.join(", ")}`,
        fix: "choose a minor that Karpenter supports, or extend infra/config/version-compatibility.ts",
      },
    ];
  }
  const needed = compare(lowest, lowestForThisProgram) > 0 ? lowest : lowestForThisProgram;
  if (compare(karpenter, needed) >= 0) return [];
  return [
    {
      path: ["versions", "karpenter"],
      problem: `too old for Kubernetes ${kubernetes}`,
      got: renderValue(karpenter),
      expected: `${needed} or newer`,
      fix: "raise Karpenter before Kubernetes",
    },
  ];
}

/** kube-proxy may be up to three minors behind the control plane, never ahead of it. */
function kubeProxyFits({ kubernetes, addons }: Versions): readonly ConfigFault[] {
  const proxy = Number(addons["kube-proxy"].split(".")[1]);
  const control = Number(kubernetes.split(".")[1]);
  if (proxy <= control && proxy >= control - 3) return [];
  return [
    {
      path: ["versions", "addons", "kube-proxy"],
      problem: `does not fit Kubernetes ${kubernetes}`,
      got: renderValue(addons["kube-proxy"]),
      expected: `a minor from 1.${control - 3} to 1.${control}`,
      fix: "choose the add-on version of the control plane's minor",
    },
  ];
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
