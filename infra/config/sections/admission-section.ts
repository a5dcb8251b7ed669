import { z } from "zod";

export const admissionSection = z
  .strictObject({
    trainingDoNotDisrupt: z
      .enum(["Warn", "Deny"])
      .optional()
      .describe(
        "what the cluster does with a pod that tolerates the taint of the training tiers and has no annotation karpenter.sh/do-not-disrupt; without the key nothing (docs/training-capacity.md)",
      ),
  })
  .describe("what the cluster asks of new pods");
