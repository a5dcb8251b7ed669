import type * as pulumi from "@pulumi/pulumi";

import { TrainingPodsPolicy } from "../../components/admission/training-pods-policy";
import type { PlatformSpec } from "../resolved/platform-spec";

/** The admission policies that the stack asks for. Nothing waits for them: they look at pods that are created later. */
export function createAdmission(
  { config: { admission } }: PlatformSpec,
  opts: pulumi.ComponentResourceOptions,
): void {
  const action = admission.trainingDoNotDisrupt;
  if (action !== undefined) new TrainingPodsPolicy("training-pods", { action }, opts);
}
