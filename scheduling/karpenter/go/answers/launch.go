package answers

import (
	"slices"
	"strings"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"

	instancefilter "github.com/aws/karpenter-provider-aws/pkg/providers/instance/filter"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	karpsched "sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// claimAnswer is a node that Karpenter would ask for.
type claimAnswer struct {
	NodePool string `json:"nodePool"`
	// InstanceTypes are those that could take the pods, cheapest first; InstanceTypeCount counts also those not listed.
	InstanceTypes     []pricedType        `json:"instanceTypes"`
	InstanceTypeCount int                 `json:"instanceTypeCount"`
	Zones             []string            `json:"zones"`
	CapacityTypes     []string            `json:"capacityTypes"`
	Requirements      []normalRequirement `json:"requirements"`
	Requests          corev1.ResourceList `json:"requests"`
	Pods              []string            `json:"pods"`
	Launch            *launchAnswer       `json:"launch,omitempty"`
	// LaunchError is why the AWS provider would give up.
	LaunchError string `json:"launchError,omitempty"`
}

type pricedType struct {
	Name string `json:"name"`
	// UsdPerHour is the price of the cheapest offering that fits.
	UsdPerHour float64 `json:"usdPerHour"`
}

// launchAnswer is what the AWS provider would send to CreateFleet.
type launchAnswer struct {
	CapacityType string `json:"capacityType"`
	// Pools are EC2's capacity pools: a type in a zone. EC2 picks one: the cheapest on demand, for Spot by price and capacity.
	Pools []capacityPool `json:"pools"`
	// RejectedBy has the types that each filter of the provider took out.
	RejectedBy map[string][]string `json:"rejectedBy"`
}

type capacityPool struct {
	InstanceType  string  `json:"instanceType"`
	Zone          string  `json:"zone"`
	UsdPerHour    float64 `json:"usdPerHour"`
	ReservationID string  `json:"reservationId,omitempty"`
}

func (p *placement) readClaim(claim *karpsched.NodeClaim) claimAnswer {
	out := claimAnswer{NodePool: claim.NodePoolName, Pods: podNames(claim.Pods), InstanceTypeCount: len(claim.InstanceTypeOptions), Requests: claim.Spec.Resources.Requests}
	zones, capacityTypes := map[string]bool{}, map[string]bool{}
	for _, it := range claim.InstanceTypeOptions {
		compatible := it.Offerings.Launchable().Compatible(claim.Requirements)
		if len(compatible) == 0 {
			continue
		}
		out.InstanceTypes = append(out.InstanceTypes, pricedType{it.Name, compatible.Cheapest().Price})
		for _, offering := range compatible {
			zones[offering.Zone()] = true
			capacityTypes[offering.CapacityType()] = true
		}
	}
	out.Zones, out.CapacityTypes = sortedNames(zones), sortedNames(capacityTypes)
	slices.SortStableFunc(out.InstanceTypes, func(a, b pricedType) int {
		if a.UsdPerHour != b.UsdPerHour {
			return lo.Ternary(a.UsdPerHour < b.UsdPerHour, -1, 1)
		}
		return strings.Compare(a.Name, b.Name)
	})
	out.InstanceTypes = lo.Slice(out.InstanceTypes, 0, p.asked.MaxInstanceTypes)
	out.Requirements = lo.Reject(normalForm(claim.Requirements), func(r normalRequirement, _ int) bool {
		// Karpenter has these two for the sake of DaemonSets only.
		return r.Key == v1.NodeRegisteredLabelKey || r.Key == v1.NodeInitializedLabelKey
	})
	launch, err := p.launch(claim)
	if err != nil {
		out.LaunchError = err.Error()
		return out
	}
	out.Launch = launch
	return out
}

// maxLaunchTypes is maxInstanceTypes in pkg/providers/instance/instance.go:68 of karpenter-provider-aws v1.15.2.
const maxLaunchTypes = 60

// launch follows Create and filterInstanceTypes of the same file (lines 146 and 350), with its own filters; what is
// repeated here is their order, the truncation and getCapacityType (line 812).
func (p *placement) launch(claim *karpsched.NodeClaim) (*launchAnswer, error) {
	options := lo.Map(claim.InstanceTypeOptions, func(it *cloudprovider.InstanceType, _ int) *cloudprovider.InstanceType {
		// The filters cut the offerings of the types that they are given.
		return &cloudprovider.InstanceType{Name: it.Name, Requirements: it.Requirements, Offerings: slices.Clone(it.Offerings), Capacity: it.Capacity, Overhead: it.Overhead}
	})
	nodeClaim := claim.ToNodeClaim()
	requirements := scheduling.NewNodeSelectorRequirementsWithMinValues(nodeClaim.Spec.Requirements...)
	out := &launchAnswer{Pools: []capacityPool{}, RejectedBy: map[string][]string{}}
	for _, filter := range []instancefilter.Filter{
		instancefilter.CompatibleLaunchableFilter(requirements, nodeClaim.Spec.Resources.Requests),
		instancefilter.CapacityReservationTypeFilter(requirements),
		instancefilter.CapacityBlockFilter(requirements),
		instancefilter.ReservedOfferingFilter(requirements),
		instancefilter.ExoticInstanceTypeFilter(requirements),
		instancefilter.SpotOfferingFilter(requirements),
	} {
		kept, rejected := filter.FilterReject(options)
		if len(kept) == 0 {
			return nil, errUnavailable
		}
		if len(rejected) > 0 {
			out.RejectedBy[filter.Name()] = namesOf(rejected)
		}
		options = kept
	}
	slices.SortFunc(options, func(a, b *cloudprovider.InstanceType) int { return strings.Compare(a.Name, b.Name) })
	light, whole := lightened(options, requirements)
	cut, err := light.Truncate(p.ctx, requirements, maxLaunchTypes)
	if err != nil {
		return nil, err
	}
	truncated := whole(cut)
	out.CapacityType = capacityTypeOf(requirements, truncated)
	requirements[v1.CapacityTypeLabelKey] = scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, out.CapacityType)
	for _, it := range truncated {
		for _, offering := range it.Offerings.Launchable().Compatible(requirements) {
			pool := capacityPool{InstanceType: it.Name, Zone: offering.Zone(), UsdPerHour: offering.Price}
			if out.CapacityType == v1.CapacityTypeReserved {
				pool.ReservationID = offering.ReservationID()
			}
			out.Pools = append(out.Pools, pool)
		}
	}
	slices.SortStableFunc(out.Pools, func(a, b capacityPool) int {
		if a.UsdPerHour != b.UsdPerHour {
			return lo.Ternary(a.UsdPerHour < b.UsdPerHour, -1, 1)
		}
		return strings.Compare(a.InstanceType+" "+a.Zone, b.InstanceType+" "+b.Zone)
	})
	return out, nil
}

// capacityTypeOf is getCapacityType: reserved before Spot before on-demand, as long as there is an offering.
func capacityTypeOf(requirements scheduling.Requirements, types []*cloudprovider.InstanceType) string {
	for _, capacityType := range []string{v1.CapacityTypeReserved, v1.CapacityTypeSpot} {
		if !requirements.Get(v1.CapacityTypeLabelKey).Has(capacityType) {
			continue
		}
		narrowed := scheduling.NewRequirements(requirements.Values()...)
		narrowed[v1.CapacityTypeLabelKey] = scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, capacityType)
		if slices.ContainsFunc(types, func(it *cloudprovider.InstanceType) bool {
			return len(it.Offerings.Launchable().Compatible(narrowed)) > 0
		}) {
			return capacityType
		}
	}
	return v1.CapacityTypeOnDemand
}
