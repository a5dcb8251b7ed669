package answers

import (
	"errors"
	"slices"
	"strings"

	"github.com/samber/lo"
	"go.uber.org/multierr"
	corev1 "k8s.io/api/core/v1"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	karpsched "sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// readError says by pool why the pod found no place.
func (p *placement) readError(pod *corev1.Pod, err error, skipped []poolReason) unschedulablePods {
	out := unschedulablePods{Pods: []string{pod.Name}, Error: stableError(err), Reserved: karpsched.IsReservedOfferingError(err), ByPool: []poolReason{}}
	if !karpsched.IsDRAError(err) {
		out.ByPool = append(out.ByPool, p.splitByPool(p.relaxed(pod), multierr.Errors(err))...)
	}
	out.ByPool = append(out.ByPool, skipped...)
	return out
}

// relaxed is the pod as it was at the last try, after every preference was dropped.
func (p *placement) relaxed(pod *corev1.Pod) *corev1.Pod {
	relaxed := pod.DeepCopy()
	preferences := &karpsched.Preferences{ToleratePreferNoSchedule: lo.SomeBy(p.pools, func(pool *v1.NodePool) bool {
		return lo.SomeBy(pool.Spec.Template.Spec.Taints, func(t corev1.Taint) bool { return t.Effect == corev1.TaintEffectPreferNoSchedule })
	})}
	for preferences.Relax(p.ctx, relaxed) {
	}
	return relaxed
}

// splitByPool hands the parts of the error back to the pools. The scheduler asks the pools in order and joins what they
// say (addToNewNodeClaim, scheduler.go:724); a pool says one thing, or one for each taint that is not tolerated.
// It stops at a pool whose reserved capacity is taken.
func (p *placement) splitByPool(pod *corev1.Pod, errs []error) []poolReason {
	var split []poolReason
	for _, pool := range p.pools {
		if _, isOut := p.noTypes[pool.Name]; isOut || len(errs) == 0 {
			continue
		}
		count := 1
		if !isLimitError(errs[0]) {
			if untolerated := scheduling.Taints(pool.Spec.Template.Spec.Taints).ToleratesPod(pod); untolerated != nil {
				count = min(len(errs), len(multierr.Errors(untolerated)))
			}
		}
		split = append(split, poolReason{pool.Name, lo.Map(errs[:count], func(err error, _ int) string { return stable(err.Error()) })})
		errs = errs[count:]
	}
	if len(errs) > 0 {
		split = append(split, poolReason{"", lo.Map(errs, func(err error, _ int) string { return stable(err.Error()) })})
	}
	return split
}

// stableError is the whole text, with each part in a stable order.
func stableError(err error) string {
	return strings.Join(lo.Map(multierr.Errors(err), func(one error, _ int) string { return stable(one.Error()) }), "; ")
}

func isLimitError(err error) bool {
	return strings.HasPrefix(err.Error(), "node limits have been exhausted") || strings.HasPrefix(err.Error(), "all available instance types exceed limits")
}

// stable orders what Karpenter lists in random order: the keys that do not meet.
func stable(text string) string {
	const before = "incompatible requirements, "
	conflicts, ok := strings.CutPrefix(text, before)
	if !ok || !strings.HasPrefix(conflicts, "key ") {
		return text
	}
	parts := strings.Split(conflicts, "; key ")
	parts[0] = strings.TrimPrefix(parts[0], "key ")
	return before + "key " + strings.Join(sorted(parts), "; key ")
}

// errUnavailable has the provider's words (instance.go:363).
var errUnavailable = errors.New("all requested instance types were unavailable during launch")

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}
