/**
 * Huge pages of nodes with Elastic Fabric Adapters (EFA), in pages of 2 MiB.
 *
 * Workloads with EFA request `hugepages-2Mi`. AWS documents 5128 pages for a node and requests 5120Mi for a pod. The
 * script of the EFA installer counts 110 pages or more for each core instead, and Bottlerocket has a formula of its own,
 * so the number depends on the AMI. Karpenter has to know the number before a node exists. So the program reserves this
 * number on every node and declares the same number in a NodeOverlay.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
 * @see https://github.com/bottlerocket-os/bottlerocket-core-kit/pull/141
 */
export const efaHugePages = 5128;

/** The same as a quantity, as a node reports it: `10256Mi`. */
export const efaHugePagesQuantity = `${efaHugePages * 2}Mi`;
