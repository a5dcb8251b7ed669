/** A cluster in memory for the tests of the Kubernetes stand-in, and requests to the stand-in. */
import { Cloud } from "../../../../sandbox/providers/cloud";
import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { initialObjects } from "../../../../sandbox/providers/kubernetes/initial-objects";
import { KubernetesStandIn } from "../../../../sandbox/providers/kubernetes/provider";
import { stringOf } from "../../../../sandbox/providers/string-of";

const endpoint = "https://ABC.gr7.us-east-1.eks.amazonaws.com";
export const connection = "test";

export const types = {
  release: "kubernetes:helm.sh/v3:Release",
  namespace: "kubernetes:core/v1:Namespace",
  configMap: "kubernetes:core/v1:ConfigMap",
  admissionPolicy: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
  storageClass: "kubernetes:storage.k8s.io/v1:StorageClass",
  nodePool: "kubernetes:karpenter.sh/v1:NodePool",
  nodeClass: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
} as const;

export function kubeconfig(server: string): string {
  return JSON.stringify({
    clusters: [{ name: "kubernetes", cluster: { server } }],
    contexts: [{ name: "aws", context: { cluster: "kubernetes" } }],
    "current-context": "aws",
  });
}

export const crdRelease = {
  name: "karpenter-crd",
  namespace: "kube-system",
  chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
  version: "1.14.1",
};

export const keep = { values: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } } };

export const karpenterRelease = {
  name: "karpenter",
  namespace: "kube-system",
  chart: "oci://public.ecr.aws/karpenter/karpenter",
  version: "1.14.1",
  skipCrds: true,
  values: { settings: { clusterName: "platform" } },
};

export function nodePool(spec: Properties = {}): Properties {
  const nodeClassRef = { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" };
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "gpu" },
    spec: { template: { spec: { nodeClassRef, requirements: [] } }, ...spec },
  };
}

export function nodeClass(spec: Properties = {}): Properties {
  const term = { tags: { "karpenter.sh/discovery": "platform" } };
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "default" },
    spec: {
      role: "nodes",
      amiSelectorTerms: [{ alias: "al2023@v20260903" }],
      subnetSelectorTerms: [term],
      securityGroupSelectorTerms: [term],
      ...spec,
    },
  };
}

export class ExampleCluster {
  readonly cloud = Cloud.inMemory();
  readonly kubernetes = new KubernetesStandIn(this.cloud);

  constructor() {
    this.cloud.addCluster(endpoint, initialObjects());
    this.kubernetes.configure(connection, { kubeconfig: kubeconfig(endpoint) });
  }

  /** With both of Karpenter's releases. */
  static withKarpenter(crdValues: Properties = {}): ExampleCluster {
    const cluster = new ExampleCluster();
    cluster.make(types.release, { ...crdRelease, ...crdValues });
    cluster.make(types.release, karpenterRelease);
    return cluster;
  }

  /** Calls check and create, as the engine does. Throws the failures of check. */
  make(type: string, newInputs: Properties, preview = false): { id: string; outputs: Properties } {
    const inputs = this.check(type, newInputs);
    return this.kubernetes.create({ ...this.request(type, newInputs), inputs, preview });
  }

  check(type: string, newInputs: Properties): Properties {
    const answer = this.kubernetes.check({
      ...this.request(type, newInputs),
      oldInputs: undefined,
      newInputs,
    });
    if (answer.failures.length > 0) throw new Error(JSON.stringify(answer.failures));
    return answer.inputs;
  }

  update(type: string, id: string, newInputs: Properties, preview = false): Properties {
    const inputs = this.check(type, newInputs);
    const oldOutputs = this.read(type, id)?.outputs ?? {};
    return this.kubernetes.update({
      ...this.request(type, newInputs),
      id,
      inputs,
      oldOutputs,
      preview,
    }).outputs;
  }

  read(type: string, id: string) {
    return this.kubernetes.read({ ...this.request(type, {}), id });
  }

  delete(type: string, id: string): void {
    this.kubernetes.delete({ ...this.request(type, {}), id });
  }

  /** The ids of the objects that a program made. */
  made(): string[] {
    const objects = Object.values(this.cloud.cluster(endpoint)?.objects ?? {});
    return objects.filter(({ urn }) => urn !== undefined).map(({ id }) => id);
  }

  definitions(): string[] {
    return Object.keys(this.cloud.cluster(endpoint)?.definitions ?? {});
  }

  private request(type: string, inputs: Properties) {
    const { name } = inputs.name === undefined ? ((inputs.metadata ?? {}) as Properties) : inputs;
    return {
      connection,
      type,
      urn: `urn:pulumi:dev::sandbox::${type}::${stringOf(name, "unnamed")}`,
    };
  }
}
