package answers

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	karpsched "sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// What follows spares Karpenter work whose outcome is known, and changes no answer.

// candidates are the types that NewScheduler would leave in the pool's template (scheduler.go:179), remembered for the
// next placement over the same pool. Where none is left it gets them all, to say why in its own way.
func (u *universe) candidates(pool *v1.NodePool, minValuesPolicy string) []*cloudprovider.InstanceType {
	written, err := json.Marshal(pool.Spec.Template)
	if err != nil {
		return u.types
	}
	key := pool.Name + " " + minValuesPolicy + " " + string(written)
	if known, ok := u.byTemplate[key]; ok {
		return known
	}
	kept := u.filtered(pool, minValuesPolicy)
	if len(kept) == 0 {
		kept = u.types
	}
	if u.byTemplate == nil || len(u.byTemplate) >= maxTemplates {
		u.byTemplate = map[string][]*cloudprovider.InstanceType{}
	}
	u.byTemplate[key] = kept
	return kept
}

const maxTemplates = 1_000

func (u *universe) filtered(pool *v1.NodePool, minValuesPolicy string) []*cloudprovider.InstanceType {
	types, areSame := u.types, false
	if u.whole != nil {
		types, areSame = u.leftOf(u.whole.candidates(pool, minValuesPolicy))
	}
	// Whether there are enough types depends on how many are looked at.
	if areSame && !hasMinValues(pool) {
		return types
	}
	kept, err := filterTypes(types, karpsched.NewNodeClaimTemplate(pool).Requirements, nil, minValuesPolicy)
	return lo.Ternary(err == nil, kept, nil)
}

func hasMinValues(pool *v1.NodePool) bool {
	return slices.ContainsFunc(pool.Spec.Template.Spec.Requirements, func(r v1.NodeSelectorRequirementWithMinValues) bool { return r.MinValues != nil })
}

// leftOf are the same types in this part of the universe. What is exhausted takes offerings away, so a type that a pool
// does not launch in the whole is none that it launches in a part; one that has lost none it launches here as there.
func (u *universe) leftOf(candidates []*cloudprovider.InstanceType) (types []*cloudprovider.InstanceType, areSame bool) {
	areSame = true
	for _, it := range candidates {
		if left, ok := u.left[it]; ok {
			types = append(types, left)
			areSame = areSame && left == it
		}
	}
	return types, areSame
}

// nodePool reads a pool once: question after question has the same.
func (s *Session) nodePool(text json.RawMessage, path string, found *findings) *v1.NodePool {
	if known, ok := s.pools[string(text)]; ok {
		return known.DeepCopy()
	}
	pool := readNodePool(text, path, found)
	if pool == nil {
		return nil
	}
	if len(s.pools) >= maxKnownPools {
		s.pools = map[string]*v1.NodePool{}
	}
	s.pools[string(text)] = pool
	return pool.DeepCopy()
}

const maxKnownPools = 1_000

// topologyTypes stand for all types in buildDomainGroups (topology.go:105), which collects every value of every label
// over all types, also those that a pool can never launch. Only labels by which some pod is placed are looked up
// afterwards, and types that agree on them add the same values.
func (p *placement) topologyTypes() map[string][]*cloudprovider.InstanceType {
	var keys []string
	for _, pod := range slices.Concat(p.pods, p.api.pods) {
		keys = append(keys, topologyKeysOf(pod)...)
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	narrowed := map[string][]*cloudprovider.InstanceType{}
	if len(keys) == 0 {
		return narrowed
	}
	// Karpenter looks each pool up here, and knows no static ones.
	for _, pool := range p.pools {
		narrowed[pool.Name] = distinct(p.types[pool.Name], keys)
	}
	return narrowed
}

func distinct(types []*cloudprovider.InstanceType, keys []string) []*cloudprovider.InstanceType {
	seen := map[string]bool{}
	var kept []*cloudprovider.InstanceType
	for _, it := range types {
		requirements := scheduling.NewRequirements()
		var identity strings.Builder
		for _, key := range keys {
			if !it.Requirements.Has(key) {
				continue
			}
			requirement := it.Requirements.Get(key)
			requirements[key] = requirement
			values := requirement.Values()
			slices.Sort(values)
			identity.WriteString(key + " " + string(requirement.Operator()) + " " + strings.Join(values, ",") + ";")
		}
		if !seen[identity.String()] {
			seen[identity.String()] = true
			kept = append(kept, &cloudprovider.InstanceType{Name: it.Name, Requirements: requirements, Capacity: corev1.ResourceList{}})
		}
	}
	return kept
}

// lightened are the same types with one offering each, the cheapest that can be launched and is compatible, which is all
// that OrderByPrice (cloudprovider/types.go:396) compares: it looks through every offering for every comparison, half a
// second for 700 types. The function that comes with them turns them back.
func lightened(types cloudprovider.InstanceTypes, requirements scheduling.Requirements) (cloudprovider.InstanceTypes, func(cloudprovider.InstanceTypes) cloudprovider.InstanceTypes) {
	original := map[*cloudprovider.InstanceType]*cloudprovider.InstanceType{}
	nothing := scheduling.NewRequirements()
	light := make(cloudprovider.InstanceTypes, 0, len(types))
	for _, it := range types {
		one := &cloudprovider.InstanceType{Name: it.Name, Requirements: it.Requirements, Capacity: it.Capacity, Overhead: it.Overhead}
		if fitting := it.Offerings.Launchable().Compatible(requirements); len(fitting) > 0 {
			one.Offerings = cloudprovider.Offerings{{Requirements: nothing, Price: fitting.Cheapest().Price, Available: true}}
		}
		original[one] = it
		light = append(light, one)
	}
	return light, func(some cloudprovider.InstanceTypes) cloudprovider.InstanceTypes {
		whole := make(cloudprovider.InstanceTypes, 0, len(some))
		for _, one := range some {
			whole = append(whole, original[one])
		}
		return whole
	}
}
