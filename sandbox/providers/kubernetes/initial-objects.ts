/** The objects that Kubernetes makes by itself in every new cluster. */
import type { KubernetesObject } from "../cloud-state";

export const namespaceType = "kubernetes:core/v1:Namespace";

export function initialObjects(): KubernetesObject[] {
  return ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) => {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    return { type: namespaceType, id: name, inputs: object, outputs: object };
  });
}
