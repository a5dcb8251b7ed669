/** Tags of the object that already exists, or tags that the request puts on it. */
export type TagContext = "ResourceTag" | "RequestTag";

/** Condition entry: the object belongs to this cluster. The key holds the cluster's name, so it is computed. */
export function ownedByCluster(context: TagContext, clusterName: string) {
  return { [`aws:${context}/kubernetes.io/cluster/${clusterName}`]: "owned" };
}

/** Condition entry: the object carries the cluster's name as EKS tags it. */
export function namedAfterCluster(context: TagContext, clusterName: string) {
  return { [`aws:${context}/eks:eks-cluster-name`]: clusterName };
}

/** Condition entry: the object was made for this region (instance profiles are global to an account). */
export function madeForRegion(context: TagContext, region: string) {
  return { [`aws:${context}/topology.kubernetes.io/region`]: region };
}

/** Condition entry for `StringLike`: the object belongs to some NodePool. */
export function ofAnyNodePool(context: TagContext) {
  return { [`aws:${context}/karpenter.sh/nodepool`]: "*" };
}

/** Condition entry for `StringLike`: the object belongs to some EC2NodeClass. */
export function ofAnyNodeClass(context: TagContext) {
  return { [`aws:${context}/karpenter.k8s.aws/ec2nodeclass`]: "*" };
}
