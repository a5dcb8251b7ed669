/** `ResourceTag`: tags that the object has already. `RequestTag`: tags that the request adds to it. */
export type TagContext = "ResourceTag" | "RequestTag";

/** Condition entry: the object belongs to this cluster. The tag's key contains the name of the cluster. */
export function ownedByCluster(context: TagContext, clusterName: string) {
  return { [`aws:${context}/kubernetes.io/cluster/${clusterName}`]: "owned" };
}

/** Condition entry: the object has the tag with which EKS names the cluster. */
export function namedAfterCluster(context: TagContext, clusterName: string) {
  return { [`aws:${context}/eks:eks-cluster-name`]: clusterName };
}

/** Condition entry: the object was made for this region. Instance profiles are global to an account. */
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
