import { type KarpenterMinor, karpenterMinorOf } from "../../scheduling/values/karpenter-minor";

/**
 * The releases of Karpenter's charts that this program is tested with, by minor version: the tests render their charts,
 * and the sandbox validates with their CRDs.
 */
export const testedReleases: Readonly<Record<KarpenterMinor, string>> = {
  "1.14": "1.14.1",
  "1.15": "1.15.2",
};

/**
 * Whether a version of the charts has what exists since Karpenter 1.15: the settings of `settings-of-1-15.ts`, and node
 * repair as a voluntary disruption with the reason `Unhealthy`.
 *
 * @param version a chart version such as `1.15.2`
 */
export function has115(version: string): boolean {
  return karpenterMinorOf(version) !== "1.14";
}
