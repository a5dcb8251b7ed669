/** Fields of a NodePool, and what was meant by fields of older versions. */

export const nodeFields = [
  "nodeClassRef",
  "requirements",
  "taints",
  "startupTaints",
  "expireAfter",
  "terminationGracePeriod",
];

/** Fields of v1beta1, and where v1 has them: https://karpenter.sh/v1.15/upgrading/v1-migration/ */
export const oldNodeFields: Readonly<Record<string, string>> = {
  kubelet: "move it to spec.kubelet of the EC2NodeClass",
};
export const oldDisruptionFields: Readonly<Record<string, string>> = {
  expireAfter: "move it to spec.template.spec.expireAfter; without it 720h applies",
};
