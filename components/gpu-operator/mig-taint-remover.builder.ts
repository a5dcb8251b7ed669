import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { Toleration } from "../../scheduling/taints/taints";
import { undividedGpusTaint } from "../shared/gpu-sharing";
import { requiredNodeAffinity } from "../shared/node-affinity.builder";

const name = "mig-taint-remover";

/** The namespace of the operator and of its operands. */
export const gpuOperatorNamespace = "gpu-operator";

/**
 * Nodes whose GPUs the MIG manager has divided. It also writes its state to nodes that keep whole GPUs, which have the
 * configuration `all-disabled` and no taint to remove.
 *
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
 */
export const dividedNodes: readonly NodeSelectorRequirement[] = [
  { key: "nvidia.com/mig.config.state", operator: "In", values: ["success"] },
  { key: "nvidia.com/mig.config", operator: "NotIn", values: ["all-disabled"] },
];

/**
 * Objects for the chart's `extraObjects`: a DaemonSet that removes the startup taint of MIG nodes, and its permissions.
 *
 * Karpenter adds startup taints and expects somebody else to remove them, and neither the MIG manager nor the operator
 * does. A label of the node template that stops the device plugin would need no DaemonSet, but the operator removes its own
 * labels from a node until Node Feature Discovery has found the GPU.
 *
 * The DaemonSet needs no loop and no program of its own, because its pods run only where the MIG manager has reported
 * success. If the division fails, the taint stays, and no pod gets a whole GPU by mistake.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodepools/#spectemplatespecstartuptaints
 * @see https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/controllers/state_manager.go#L428
 */
export function migTaintRemover(tolerations: readonly Toleration[]): readonly object[] {
  const metadata = { name, namespace: gpuOperatorNamespace };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "patch"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata,
      spec: {
        selector: { matchLabels: { "app.kubernetes.io/name": name } },
        template: {
          metadata: { labels: { "app.kubernetes.io/name": name } },
          spec: {
            serviceAccountName: name,
            priorityClassName: "system-node-critical",
            affinity: requiredNodeAffinity(dividedNodes),
            tolerations,
            // A pod starts again after a reboot. kubectl fails to remove a taint that is gone, so it adds the taint first.
            initContainers: [
              kubectl("add-taint", [
                taintText(`=${undividedGpusTaint.value ?? ""}`),
                "--overwrite",
              ]),
              kubectl("remove-taint", [`${taintText("")}-`]),
            ],
            containers: [{ name: "pause", image: pauseImage, ...limited }],
          },
        },
      },
    },
  ];
}

function taintText(value: string): string {
  return `${undividedGpusTaint.key}${value}:${undividedGpusTaint.effect}`;
}

function kubectl(step: string, args: readonly string[]) {
  return {
    name: step,
    image: kubectlImage,
    args: ["taint", "node", "$(NODE_NAME)", ...args],
    env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
    ...limited,
  };
}

/** The official images of Kubernetes, pinned by digest. Taints of nodes are the same in every version of kubectl. */
const kubectlImage =
  "registry.k8s.io/kubectl:v1.34.1@sha256:59bafa07ff3a6d4b417e7633ddb9d79a9606ca98bf64bac080b3e65748669250";
const pauseImage =
  "registry.k8s.io/pause:3.10@sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a";

const limited = {
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    runAsUser: 65534,
  },
} as const;
