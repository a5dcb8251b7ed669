package answers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/samber/lo"
	"go.uber.org/multierr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testclock "k8s.io/utils/clock/testing"

	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	karpsched "sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/operator/options"
	"sigs.k8s.io/karpenter/pkg/scheduling"
	"sigs.k8s.io/karpenter/pkg/utils/resources"
)

type filterAnswer struct {
	// Types are what is left, by name.
	Types []string `json:"types"`
	// Error is Karpenter's own text where nothing is left.
	Error string `json:"error,omitempty"`
	// Excluded says for the types asked about why each is left out.
	Excluded []excludedType `json:"excluded,omitempty"`
}

type excludedType struct {
	Name string `json:"name"`
	// Requirements that the type does not meet, in Karpenter's words.
	Requirements []string `json:"requirements"`
	// Lacking are resources of which the type has too little.
	Lacking []string `json:"lacking"`
	// HasOffering: an available offering meets the requirements.
	HasOffering bool `json:"hasOffering"`
}

func (s *Session) answerFilter(input []byte, found *findings) (any, error) {
	var asked struct {
		writtenRequirements
		Requests        corev1.ResourceList `json:"requests"`
		Offerings       offeringsInput      `json:"offerings"`
		MinValuesPolicy string              `json:"minValuesPolicy"`
		// Explain names the types to explain; "*" for all.
		Explain []string `json:"explain"`
	}
	if err := read(input, &asked); err != nil {
		return nil, fmt.Errorf("the question on instance types cannot be read: %w", err)
	}
	if len(asked.Requirements) > maxFilterRequirements {
		return nil, fmt.Errorf("has too many requirements, got %d; expected at most %d", len(asked.Requirements), maxFilterRequirements)
	}
	all, err := s.universeOf(asked.Offerings)
	if err != nil {
		return nil, err
	}
	requirements := asked.checked("requirements", found).parse()
	kept, err := filterTypes(all.types, requirements, asked.Requests, asked.MinValuesPolicy)
	answer := filterAnswer{Types: namesOf(kept)}
	if err != nil {
		answer.Error = err.Error()
	}
	if len(asked.Explain) > 0 {
		answer.Excluded = explain(all.types, kept, requirements, asked.Requests, asked.Explain)
	}
	return answer, nil
}

// maxFilterRequirements is ten times what a pool may have: pods and volumes add theirs.
const maxFilterRequirements = 1_000

// filterTypes asks a claim of these requirements whether it could take a pod with these requests:
// CanAdd ends in filterInstanceTypesByRequirements, which the package keeps to itself.
func filterTypes(types []*cloudprovider.InstanceType, requirements scheduling.Requirements, requests corev1.ResourceList, minValuesPolicy string) (cloudprovider.InstanceTypes, error) {
	// Reservations are counted while pods are placed; here a reserved offering is an offering like any other.
	ctx := contextWith(settings{MinValuesPolicy: minValuesPolicy, NoReservedCapacity: true})
	empty := newCluster()
	topology, err := karpsched.NewTopology(ctx, empty, state.NewCluster(testclock.NewFakeClock(time.Time{}), empty, nil), nil, nil, nil, nil)
	if err != nil {
		return nil, err
	}
	template := &karpsched.NodeClaimTemplate{Requirements: requirements, InstanceTypeOptions: types}
	groups := []karpsched.DaemonOverheadGroup{{InstanceTypes: types, HostPortUsage: scheduling.NewHostPortUsage()}}
	claim := karpsched.NewNodeClaim(template, topology, groups, types, karpsched.NewReservationManager(nil), karpsched.ReservedOfferingModeFallback, nil)
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "pod", Namespace: "default", UID: "pod"}}
	data := &karpsched.PodData{Requests: requests, Requirements: scheduling.NewRequirements(), StrictRequirements: scheduling.NewRequirements()}
	_, kept, _, _, err := claim.CanAdd(ctx, pod, data, nil, options.FromContext(ctx).MinValuesPolicy == options.MinValuesPolicyBestEffort, nil)
	return kept, err
}

// explain uses the parts of Karpenter's filter one by one.
func explain(types []*cloudprovider.InstanceType, kept cloudprovider.InstanceTypes, requirements scheduling.Requirements, requests corev1.ResourceList, wanted []string) []excludedType {
	explained := []excludedType{}
	isKept := lo.SliceToMap(kept, func(it *cloudprovider.InstanceType) (string, bool) { return it.Name, true })
	for _, it := range types {
		if isKept[it.Name] || !(slices.Contains(wanted, "*") || slices.Contains(wanted, it.Name)) {
			continue
		}
		one := excludedType{Name: it.Name, Requirements: []string{}, Lacking: []string{}}
		for _, err := range multierr.Errors(it.Requirements.Intersects(requirements)) {
			one.Requirements = append(one.Requirements, err.Error())
		}
		slices.Sort(one.Requirements)
		allocatable := it.Allocatable()
		for name, quantity := range requests {
			if resources.Cmp(quantity, allocatable[name]) > 0 {
				one.Lacking = append(one.Lacking, string(name))
			}
		}
		slices.Sort(one.Lacking)
		one.HasOffering = it.Offerings.Available().HasCompatible(requirements)
		explained = append(explained, one)
	}
	slices.SortFunc(explained, func(a, b excludedType) int { return strings.Compare(a.Name, b.Name) })
	return explained
}

func namesOf(types []*cloudprovider.InstanceType) []string {
	names := lo.Map(types, func(it *cloudprovider.InstanceType, _ int) string { return it.Name })
	slices.Sort(names)
	return names
}

// settings are Karpenter's own, by the names of its Helm chart.
type settings struct {
	// PreferencePolicy is Respect or Ignore; MinValuesPolicy is Strict or BestEffort.
	PreferencePolicy string `json:"preferencePolicy"`
	MinValuesPolicy  string `json:"minValuesPolicy"`
	// NoReservedCapacity switches the feature gate ReservedCapacity off.
	NoReservedCapacity bool `json:"noReservedCapacity"`
}

func contextWith(s settings) context.Context {
	gates := options.DefaultFeatureGates()
	gates.ReservedCapacity = !s.NoReservedCapacity
	return options.ToContext(context.Background(), &options.Options{
		PreferencePolicy:  options.PreferencePolicy(lo.CoalesceOrEmpty(s.PreferencePolicy, string(options.PreferencePolicyRespect))),
		MinValuesPolicy:   options.MinValuesPolicy(lo.CoalesceOrEmpty(s.MinValuesPolicy, string(options.MinValuesPolicyStrict))),
		BatchMaxDuration:  10 * time.Second,
		IgnoreDRARequests: true,
		FeatureGates:      gates,
	})
}
