package answers

import (
	"encoding/json"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
)

// podGroup is Count equal pods, as a Deployment makes them.
type podGroup struct {
	// Name is that of the pods, to which a number is added where there are several.
	Name  string `json:"name"`
	Count int    `json:"count"`
	// Pod has metadata and spec, as a pod or a pod template has them.
	Pod json.RawMessage `json:"pod"`
}

// maxPods is far beyond one batch of Karpenter's.
const maxPods = 20_000

// readPods makes the pods as the API server would hold them; groups that cannot be read are left out with a finding.
func readPods(groups []podGroup, path string, serial *int, found *findings) []*corev1.Pod {
	var pods []*corev1.Pod
	for i, group := range groups {
		at := fmt.Sprintf("%s[%d]", path, i)
		template := readPod(group.Pod, at, found)
		if template == nil {
			continue
		}
		count := max(group.Count, 1)
		if len(pods)+count > maxPods {
			found.add(at, fmt.Sprintf("is one pod too many; expected at most %d pods", maxPods))
			break
		}
		name := group.Name
		if name == "" {
			name = template.Name
		}
		if name == "" {
			name = fmt.Sprintf("pod-%d", i)
		}
		for n := range count {
			pod := template.DeepCopy()
			pod.Name = name
			if count > 1 {
				pod.Name = fmt.Sprintf("%s-%d", name, n)
			}
			// Equal pods are tried in the order of their UIDs.
			*serial++
			pod.UID = types.UID(fmt.Sprintf("%08d", *serial))
			pods = append(pods, pod)
		}
	}
	return pods
}

func readPod(text json.RawMessage, path string, found *findings) *corev1.Pod {
	pod := &corev1.Pod{}
	if err := read(text, pod); err != nil {
		found.add(path, "cannot be read: "+err.Error())
		return nil
	}
	if len(pod.Spec.Containers) == 0 {
		found.add(path, "has no spec.containers")
		return nil
	}
	if faults := podFaults(pod, path); len(faults) > 0 {
		for _, fault := range faults {
			found.add(fault.Path, fault.Problem)
		}
		return nil
	}
	if pod.Namespace == "" {
		pod.Namespace = metav1.NamespaceDefault
	}
	withoutClaims(pod)
	requestLimits(pod)
	admit(pod)
	pod.Status = corev1.PodStatus{
		Phase:      corev1.PodPending,
		Conditions: []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable}},
	}
	return pod
}

// podFaults finds what the API server would refuse and Karpenter therefore takes for granted.
func podFaults(pod *corev1.Pod, path string) []Finding {
	var faults []Finding
	check := func(at string, expressions []corev1.NodeSelectorRequirement) {
		for i, e := range expressions {
			written := v1.NodeSelectorRequirementWithMinValues{Key: e.Key, Operator: e.Operator, Values: e.Values}
			for _, fault := range requirementFaults([]v1.NodeSelectorRequirementWithMinValues{written}, path) {
				faults = append(faults, Finding{fmt.Sprintf("%s.%s[%d]", path, at, i), fault.Problem})
			}
		}
	}
	if affinity := pod.Spec.Affinity; affinity != nil && affinity.NodeAffinity != nil {
		if required := affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution; required != nil {
			for _, term := range required.NodeSelectorTerms {
				check("required", term.MatchExpressions)
			}
		}
		for _, term := range affinity.NodeAffinity.PreferredDuringSchedulingIgnoredDuringExecution {
			check("preferred", term.Preference.MatchExpressions)
		}
	}
	for i, spread := range pod.Spec.TopologySpreadConstraints {
		if spread.MaxSkew < 1 || spread.TopologyKey == "" {
			faults = append(faults, Finding{fmt.Sprintf("%s.topologySpreadConstraints[%d]", path, i), "needs a topologyKey and a maxSkew of at least 1"})
		}
	}
	return faults
}

// withoutClaims takes persistent volume claims for ones that bind where their first pod lands (WaitForFirstConsumer).
func withoutClaims(pod *corev1.Pod) {
	pod.Spec.Volumes = slices.DeleteFunc(pod.Spec.Volumes, func(volume corev1.Volume) bool {
		return volume.PersistentVolumeClaim != nil || volume.Ephemeral != nil
	})
}

// requestLimits is the API server's default: whoever limits a resource requests as much.
func requestLimits(pod *corev1.Pod) {
	for _, containers := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for i := range containers {
			own := &containers[i].Resources
			for name, quantity := range own.Limits {
				if own.Requests == nil {
					own.Requests = corev1.ResourceList{}
				}
				if _, ok := own.Requests[name]; !ok {
					own.Requests[name] = quantity
				}
			}
		}
	}
}

// topologyKeysOf are the labels by which the pod is placed next to other pods or away from them.
func topologyKeysOf(pod *corev1.Pod) []string {
	var keys []string
	for _, spread := range pod.Spec.TopologySpreadConstraints {
		keys = append(keys, spread.TopologyKey)
	}
	if pod.Spec.Affinity == nil {
		return keys
	}
	required := []corev1.PodAffinityTerm{}
	preferred := []corev1.WeightedPodAffinityTerm{}
	if near := pod.Spec.Affinity.PodAffinity; near != nil {
		required = append(required, near.RequiredDuringSchedulingIgnoredDuringExecution...)
		preferred = append(preferred, near.PreferredDuringSchedulingIgnoredDuringExecution...)
	}
	if away := pod.Spec.Affinity.PodAntiAffinity; away != nil {
		required = append(required, away.RequiredDuringSchedulingIgnoredDuringExecution...)
		preferred = append(preferred, away.PreferredDuringSchedulingIgnoredDuringExecution...)
	}
	for _, term := range preferred {
		required = append(required, term.PodAffinityTerm)
	}
	for _, term := range required {
		keys = append(keys, term.TopologyKey)
	}
	return keys
}
