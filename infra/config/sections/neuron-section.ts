import { z } from "zod";

/** https://gallery.ecr.aws/eks-distro/kubernetes/kube-scheduler */
const kubeSchedulerTag = /^v1\.(\d{2})\.\d{1,9}-eks-1-\1-\d{1,9}$/;

export const neuronSection = z
  .strictObject({
    schedulerExtension: z
      .strictObject({
        kubeSchedulerImageTag: z
          .string()
          .regex(
            kubeSchedulerTag,
            "a tag of EKS Distro's kube-scheduler such as v1.35.2-eks-1-35-7",
          )
          .describe(
            "tag of public.ecr.aws/eks-distro/kubernetes/kube-scheduler, of the minor version of versions.kubernetes",
          ),
        schedulerName: z
          .string()
          .regex(
            /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/,
            "lower-case letters, digits and hyphens, at most 53 characters",
          )
          .refine((name) => name !== "default-scheduler", "another name than default-scheduler")
          .meta({ not: { const: "default-scheduler" } })
          .default("neuron-scheduler")
          .describe("what a pod names in schedulerName to use the extension"),
      })
      .optional()
      .describe(
        "runs a second scheduler that gives a pod Neuron devices next to each other; without it a pod may use one device or one core, or all of a node (docs/neuron.md)",
      ),
  })
  .describe("AWS Inferentia and Trainium: how pods get their devices");
