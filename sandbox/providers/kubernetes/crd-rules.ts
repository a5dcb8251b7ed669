/**
 * The CEL rules of Karpenter's three CRDs, by their message. The API server evaluates them after the structural schema.
 */
import type { Rule } from "./crd-values";
import { nodeClassRules } from "./node-class-rules";
import { nodeOverlayRules } from "./node-overlay-rules";
import { nodePoolRules } from "./node-pool-rules";

export const crdRules: Readonly<Record<string, Rule>> = {
  ...nodePoolRules,
  ...nodeOverlayRules,
  ...nodeClassRules,
};
