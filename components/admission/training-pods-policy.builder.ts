import { trainingTaint } from "../../scheduling/taints/taints";

/** `Warn` accepts the pod, warns the client and writes to the audit log. `Deny` refuses the pod. */
export type AdmissionAction = "Warn" | "Deny";

/** Name of the policy and of its binding in the cluster. */
const policyName = "training-pods-ask-not-to-be-disrupted";

/**
 * Namespaces that the policy leaves alone. The GPU Operator starts a CUDA pod on every GPU node to validate it, with the
 * tolerations of its own DaemonSet; no node would become ready without it.
 * https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/cmd/nvidia-validator/main.go
 */
const exemptNamespaces: readonly string[] = ["kube-system", "gpu-operator", "nvidia"];

/**
 * The pods that the policy looks at: those that tolerate the taint of the training tiers. A toleration without a key tolerates
 * every taint. Pods of DaemonSets are on the node whatever happens to it. A pod that names its node, as `kubectl debug` makes
 * one, is not scheduled.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
const matchConditions: readonly { readonly name: string; readonly expression: string }[] = [
  {
    name: "tolerates-the-training-taint",
    expression:
      "has(object.spec.tolerations) && object.spec.tolerations.exists(t, " +
      "(!has(t.effect) || t.effect == '' || " +
      `t.effect == '${trainingTaint.effect}') && ` +
      "(!has(t.key) || t.key == '' ? has(t.operator) && t.operator == 'Exists' : " +
      `t.key == '${trainingTaint.key}' && ` +
      "(has(t.operator) && t.operator == 'Exists' || " +
      `has(t.value) && t.value == '${trainingTaint.value ?? ""}')))`,
  },
  {
    name: "is-no-pod-of-a-daemon-set",
    expression:
      "!has(object.metadata.ownerReferences) || " +
      "!object.metadata.ownerReferences.exists(owner, owner.kind == 'DaemonSet')",
  },
  {
    name: "names-no-node",
    expression: "!has(object.spec.nodeName) || object.spec.nodeName == ''",
  },
];

/**
 * `"true"`, or a time above zero for which the pod is protected after its start. Karpenter ignores any other value.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/utils/pod/scheduling.go#L194
 */
const annotationExpression =
  "has(object.metadata.annotations) && " +
  "'karpenter.sh/do-not-disrupt' in object.metadata.annotations && " +
  "(object.metadata.annotations['karpenter.sh/do-not-disrupt'] == 'true' || " +
  "object.metadata.annotations['karpenter.sh/do-not-disrupt'].matches('^([0-9]+([.][0-9]+)?(h|m|s))+$') && " +
  "object.metadata.annotations['karpenter.sh/do-not-disrupt'].matches('[1-9]'))";

/**
 * The policy: a pod that may land on a training tier has the annotation `karpenter.sh/do-not-disrupt`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function trainingPodsPolicy() {
  return {
    metadata: { name: policyName },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: {
          matchExpressions: [
            {
              key: "kubernetes.io/metadata.name",
              operator: "NotIn",
              values: [...exemptNamespaces],
            },
          ],
        },
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      matchConditions: matchConditions.map((condition) => ({ ...condition })),
      validations: [
        {
          expression: annotationExpression,
          message:
            'a pod that tolerates the taint of the training tiers needs the annotation karpenter.sh/do-not-disrupt: "true" (or a time such as "8h") in its template; without it Karpenter evicts the pod when it replaces the node',
          reason: "Invalid",
        },
      ],
    },
  };
}

/** Puts the policy into effect. Kubernetes refuses `Warn` and `Deny` together. */
export function trainingPodsBinding(action: AdmissionAction) {
  return {
    metadata: { name: policyName },
    spec: {
      policyName,
      validationActions: action === "Deny" ? ["Deny"] : ["Warn", "Audit"],
    },
  };
}
