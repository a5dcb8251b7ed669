/** Labels of every Karpenter object of the platform. They show who manages the object. */
export const ownershipLabels = {
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/part-of": "accelerator-platform",
} as const;
