import { z } from "zod";

import { migStrategies, timeSlicingReplicas } from "../../../components/shared/gpu-sharing";
import { gpuStacks } from "../../../components/shared/gpu-stack";
import { migProfiles } from "../../../scheduling/catalogue/mig-profiles";
import { nodeAmiAlias, ubuntuAmiName } from "./ami-fields";

/** Operating system and software of GPU nodes. CPU and Neuron nodes run AL2023 in every stack. */
export const gpuSection = z
  .strictObject({
    stack: z
      .enum(gpuStacks)
      .default("al2023-operator")
      .describe(
        "AMI of the GPU nodes, and the software that installs driver, device plugin and metrics (docs/gpu-stack.md)",
      ),
    amiAlias: nodeAmiAlias
      .optional()
      .describe(
        "AMI alias of the GPU node classes; required with bottlerocket-operator (default: versions.amiAlias)",
      ),
    ubuntuAmi: ubuntuAmiName
      .optional()
      .describe("name of Canonical's EKS image with its serial; required with ubuntu-operator"),
    driverVersion: z
      .string()
      .regex(/^\d{3}\.\d+(\.\d+)?$/, "a version of NVIDIA's driver such as 595.91.07")
      .optional()
      .describe(
        `version of the driver that the operator installs; only with ubuntu-operator (default: "595.91.07")`,
      ),
  })
  .describe("NVIDIA GPUs: operating system, driver, device plugin, metrics");

/** The driver that gpu-operator v26.7.0 installs by default. */
export const defaultDriverVersion = "595.91.07";

const { least, most } = timeSlicingReplicas;

const timeSlicing = z.strictObject({
  replicas: z
    .int("a whole number of pods")
    .min(least, `${least} or more; leave the key out for whole GPUs`)
    .max(most, `${most} or fewer`)
    .describe(
      "how many pods share one GPU; their memory is not isolated; they request nvidia.com/gpu.shared",
    ),
});

const mig = z.strictObject({
  profile: z
    .enum(migProfiles.map((profile) => `all-${profile}`))
    .describe(
      "MIG profile into which every GPU of a node is divided; the GPUs of all instance types of the tier need this profile",
    ),
  strategy: z
    .enum(migStrategies)
    .default("mixed")
    .describe(
      "resource that pods request for a MIG instance: nvidia.com/mig-<profile> with mixed, nvidia.com/gpu with single",
    ),
});

/** How the pods of one tier share its GPUs. Without the key every pod gets whole GPUs. */
export const gpuSharingField = z
  .strictObject({ timeSlicing: timeSlicing.optional(), mig: mig.optional() })
  .refine(
    ({ timeSlicing: slices, mig: instances }) =>
      (slices === undefined) !== (instances === undefined),
    "exactly one of timeSlicing and mig",
  )
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe(
    "share the tier's GPUs between pods; a NodeOverlay (alpha in Karpenter) tells Karpenter how many shares a node has",
  );

export type ConfiguredGpuSharing = z.infer<typeof gpuSharingField>;
