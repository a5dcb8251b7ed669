import { z } from "zod";

import { migStrategies, timeSlicingReplicas } from "../../../components/shared/gpu-sharing";
import { gpuStacks } from "../../../components/shared/gpu-stack";
import { migProfiles } from "../../../scheduling/catalogue/mig-profiles";
import { nodeAmiAlias, ubuntuAmiName } from "./ami-fields";

/** What GPU nodes run on and who brings what they need; CPU and Neuron nodes are AL2023 in every stack. */
export const gpuSection = z
  .strictObject({
    stack: z
      .enum(gpuStacks)
      .default("al2023-operator")
      .describe(
        "AMI of the GPU nodes, and what brings driver, device plugin and metrics; see docs/gpu-stack.md",
      ),
    amiAlias: nodeAmiAlias
      .optional()
      .describe(
        "AMI alias of the GPU node classes alone; needed with bottlerocket-operator (default: versions.amiAlias)",
      ),
    ubuntuAmi: ubuntuAmiName
      .optional()
      .describe("name of Canonical's EKS image, its serial included; needed with ubuntu-operator"),
    driverVersion: z
      .string()
      .regex(/^\d{3}\.\d+(\.\d+)?$/, "a version of NVIDIA's driver such as 595.91.07")
      .optional()
      .describe(
        `version of the driver that the operator installs, with ubuntu-operator alone (default: "595.91.07")`,
      ),
  })
  .describe("NVIDIA GPUs: operating system, driver, device plugin, metrics");

/** The driver that gpu-operator v26.7.0 installs of itself. */
export const defaultDriverVersion = "595.91.07";

const { least, most } = timeSlicingReplicas;

const timeSlicing = z.strictObject({
  replicas: z
    .int("a whole number of pods")
    .min(least, `${least} or more; for whole GPUs leave the key out`)
    .max(most, `${most} or fewer`)
    .describe(
      "pods that share one GPU, without isolation of memory; they ask for nvidia.com/gpu.shared",
    ),
});

const mig = z.strictObject({
  profile: z
    .enum(migProfiles.map((profile) => `all-${profile}`))
    .describe("what every GPU of a node is cut into; all types of the tier need GPUs that have it"),
  strategy: z
    .enum(migStrategies)
    .default("mixed")
    .describe(
      "mixed: pods ask for nvidia.com/mig-<profile>; single: for nvidia.com/gpu, and get an instance",
    ),
});

/** How the pods of one tier share its GPUs; whole GPUs where the key is absent. */
export const gpuSharingField = z
  .strictObject({ timeSlicing: timeSlicing.optional(), mig: mig.optional() })
  .refine(
    ({ timeSlicing: slices, mig: instances }) =>
      (slices === undefined) !== (instances === undefined),
    "exactly one of timeSlicing and mig",
  )
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe(
    "share the tier's GPUs between pods; makes a NodeOverlay (alpha in Karpenter) that tells Karpenter of the shares",
  );

export type ConfiguredGpuSharing = z.infer<typeof gpuSharingField>;
