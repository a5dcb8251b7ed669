package answers

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"sigs.k8s.io/karpenter/pkg/scheduling"
	"sigs.k8s.io/karpenter/pkg/utils/resources"
)

type toleratesAnswer struct {
	Tolerates bool `json:"tolerates"`
	// Untolerated are the positions of the taints that nothing answers.
	Untolerated []int `json:"untolerated"`
	// Texts are Karpenter's words for them.
	Texts []string `json:"texts"`
	// AddedByApiServer are the tolerations of EKS's admission plug-in: not Karpenter's doing.
	AddedByApiServer []corev1.Toleration `json:"addedByApiServer"`
}

func answerTolerates(input []byte, _ *findings) (any, error) {
	var asked struct {
		Taints      []corev1.Taint      `json:"taints"`
		Tolerations []corev1.Toleration `json:"tolerations"`
		// Requests are resource names; given, the API server's ExtendedResourceToleration is emulated.
		Requests []corev1.ResourceName `json:"requests"`
	}
	if err := read(input, &asked); err != nil {
		return nil, fmt.Errorf("taints and tolerations cannot be read: %w", err)
	}
	added := extendedResourceTolerations(asked.Requests, asked.Tolerations)
	tolerations := append(slices.Clone(asked.Tolerations), added...)
	answer := toleratesAnswer{Untolerated: []int{}, Texts: []string{}, AddedByApiServer: added}
	for i := range asked.Taints {
		if err := scheduling.Taints(asked.Taints[i : i+1]).Tolerates(tolerations); err != nil {
			answer.Untolerated = append(answer.Untolerated, i)
			answer.Texts = append(answer.Texts, err.Error())
		}
	}
	answer.Tolerates = scheduling.Taints(asked.Taints).Tolerates(tolerations) == nil
	return answer, nil
}

// extendedResourceTolerations are those that the API server adds to a pod with such requests and that the pod lacks.
// EKS runs the plug-in: https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/extendedresourcetoleration/admission.go
func extendedResourceTolerations(names []corev1.ResourceName, own []corev1.Toleration) []corev1.Toleration {
	added := []corev1.Toleration{}
	names = slices.Clone(names)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		toleration := corev1.Toleration{Key: string(name), Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule}
		if isExtendedResource(string(name)) && !slices.ContainsFunc(own, func(t corev1.Toleration) bool { return t.MatchToleration(&toleration) }) {
			added = append(added, toleration)
		}
	}
	return added
}

// isExtendedResource follows IsExtendedResourceName:
// https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go
func isExtendedResource(name string) bool {
	isNative := !strings.Contains(name, "/") || strings.Contains(name, corev1.ResourceDefaultNamespacePrefix)
	if isNative || strings.HasPrefix(name, corev1.DefaultResourceRequestsPrefix) {
		return false
	}
	return len(validation.IsQualifiedName(corev1.DefaultResourceRequestsPrefix+name)) == 0
}

// admit does to a pod what the API server does before Karpenter sees it.
func admit(pod *corev1.Pod) {
	var names []corev1.ResourceName
	for name := range resources.RequestsForPods(pod) {
		names = append(names, name)
	}
	pod.Spec.Tolerations = append(pod.Spec.Tolerations, extendedResourceTolerations(names, pod.Spec.Tolerations)...)
}
