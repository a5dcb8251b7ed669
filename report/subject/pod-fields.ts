/**
 * Misspelt fields of a pod, which strict validation refuses and a client without validation loses. Only other
 * spellings of a known field are told, because a newer Kubernetes has more fields.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

import { valueAt, type Fault } from "../../scheduling/values/fault";
import { unknownFields, type FieldTree } from "../../scheduling/values/unknown-fields";

const container = fields(
  "args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir",
  { resources: fields("claims limits requests") },
);

const podSpec = fields(
  "activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds volumes",
  {
    containers: container,
    initContainers: container,
    resources: fields("claims limits requests"),
    tolerations: fields("effect key operator tolerationSeconds value"),
    topologySpreadConstraints: fields(
      "labelSelector matchLabelKeys maxSkew minDomains nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable",
    ),
  },
);

/** Paths are from the pod. Takes any value. */
export function misspeltPodFields(pod: unknown): readonly Fault[] {
  const options = { path: ["spec"], kind: "a pod", onlyMisspelt: true };
  return unknownFields(valueAt(pod, ["spec"]), podSpec, options);
}

function fields(leaves: string, inner: FieldTree = {}): FieldTree {
  return { ...Object.fromEntries(leaves.split(" ").map((field) => [field, null])), ...inner };
}
