import { z } from "zod";

import { parseDuration } from "../../../scheduling/values/duration";
import { parseQuantity } from "../../../scheduling/values/quantity";

/*
 * Settings of the kubelet, with the keys of an EC2NodeClass.
 * https://karpenter.sh/v1.14/concepts/nodeclasses/#speckubelet
 */

const reservable = ["cpu", "memory", "ephemeral-storage", "pid"] as const;
const signals = [
  "memory.available",
  "nodefs.available",
  "nodefs.inodesFree",
  "imagefs.available",
  "imagefs.inodesFree",
  "pid.available",
] as const;

const quantity = z
  .string()
  .refine(
    (text) => (parseQuantity(text) ?? -1) >= 0,
    "a quantity in quotes such as 500m, 2Gi or 1000",
  )
  .meta({
    pattern: "^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$",
  });

const threshold = z
  .string()
  .regex(
    /^((\d{1,2}(\.\d{1,2})?|100(\.0{1,2})?)%|\d+(\.\d+)?([KMGTPE]i|[numkMGTPE])?)$/,
    "a percentage or a quantity in quotes, such as 10% or 500Mi",
  );

const gracePeriod = z
  .string()
  .refine(
    (text) => (parseDuration(text) ?? 0) > 0,
    "a duration of hours, minutes and seconds above zero, such as 90s or 2m",
  )
  .meta({ pattern: "^(?=.*[1-9])([0-9]+[smh])+$" });

const percent = z.int("a whole percentage").min(0, "0 to 100").max(100, "0 to 100");

/** The most pods that Kubernetes is designed for on a node with many cores. */
const mostPods = 250;

export const kubeletField = z
  .strictObject({
    maxPods: z
      .int("a whole number of pods")
      .min(1, "1 or more")
      .max(mostPods, `${mostPods} or fewer`)
      .optional()
      .describe("most pods of a node (default: by the network interfaces of its type)"),
    podsPerCore: z
      .int("a whole number of pods")
      .min(1, "1 or more")
      .max(mostPods, `${mostPods} or fewer`)
      .optional()
      .describe("most pods for each core; Bottlerocket ignores it"),
    systemReserved: reservation("the operating system"),
    kubeReserved: reservation("kubelet and container runtime"),
    evictionHard: bySignal(threshold).describe(
      "below these amounts the kubelet evicts pods at once",
    ),
    evictionSoft: bySignal(threshold).describe(
      "below these amounts the kubelet evicts pods after the grace period of the signal",
    ),
    evictionSoftGracePeriod: bySignal(gracePeriod).describe(
      "how long a signal of evictionSoft has to last",
    ),
    evictionMaxPodGracePeriod: z
      .int("a whole number of seconds")
      .min(0, "0 or more")
      .optional()
      .describe("longest time in seconds that a soft eviction leaves a pod"),
    imageGCHighThresholdPercent: percent
      .optional()
      .describe("use of the disk above which unused images are removed"),
    imageGCLowThresholdPercent: percent
      .optional()
      .describe("use of the disk at which the removal of images ends"),
    cpuCFSQuota: z.boolean().optional().describe("enforce the CPU limits of containers"),
  })
  .refine(
    ({ imageGCHighThresholdPercent: high = 85, imageGCLowThresholdPercent: low = 80 }) =>
      high > low,
    "imageGCHighThresholdPercent above imageGCLowThresholdPercent (defaults: 85 and 80)",
  )
  .refine(
    ({ evictionSoft = {}, evictionSoftGracePeriod = {} }) =>
      Object.keys(evictionSoft).sort().join() ===
      Object.keys(evictionSoftGracePeriod).sort().join(),
    "the same signals in evictionSoft and in evictionSoftGracePeriod",
  )
  .describe(
    "settings of the kubelet; the report and the limits assume Karpenter's default reservations, so these change what a node really holds",
  );

export type KubeletSettings = z.infer<typeof kubeletField>;

function reservation(owner: string) {
  return z
    .partialRecord(z.enum(reservable, `one of ${reservable.join(", ")}`), quantity)
    .optional()
    .describe(`what is kept for ${owner}: ${reservable.join(", ")}`);
}

function bySignal(value: z.ZodType<string>) {
  return z.partialRecord(z.enum(signals, `one of ${signals.join(", ")}`), value).optional();
}
