/** What a reader has to know of the pods and of the pool's nodes, beside Karpenter's text. */
export interface RefusedPods {
  /** The node labels that the pods ask for. Karpenter names them only together with the pool's own. */
  readonly asked?: readonly string[];
  /** What one pod requests by itself, in base units. Karpenter adds what agents request. */
  readonly requests?: Readonly<Record<string, number>>;
  /** kubelet.maxPods of the pool's EC2NodeClass. */
  readonly maxPods?: number;
}
