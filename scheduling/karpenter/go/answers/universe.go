package answers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	awsv1 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// offeringsInput says where and how instance types can be had.
type offeringsInput struct {
	// Anywhere offers every type of the catalogue in every zone and capacity type; nothing else is read then.
	Anywhere bool   `json:"anywhere"`
	Region   string `json:"region"`
	// Zones are those of the node class's subnets. The id decides what is offered there.
	Zones []zone `json:"zones"`
	// Prices are dollars an hour on demand, where they differ from the catalogue's.
	Prices map[string]float64 `json:"prices"`
	// SpotPriceFraction is the Spot price as a share of the on-demand price.
	SpotPriceFraction float64 `json:"spotPriceFraction"`
	// SpotPrices are dollars an hour by type and zone, before the fraction.
	SpotPrices map[string]map[string]float64 `json:"spotPrices"`
	Exhausted  []exhausted                   `json:"exhausted"`
	// InstanceTypes are the names of those to look at; all of the catalogue where left out.
	InstanceTypes []string `json:"instanceTypes"`
	// Reservations are the node class's capacity reservations.
	Reservations []reservation `json:"reservations"`
	// Resources are quantities that types offer to pods instead of the catalogue's, by type; "*" has those of all types
	// without an entry of their own.
	Resources map[string]map[string]string `json:"resources,omitempty"`
}

// everyType stands for the types that Resources does not name.
const everyType = "*"

type zone struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// exhausted offerings answer InsufficientInstanceCapacity. An empty field stands for all.
type exhausted struct {
	InstanceType string `json:"instanceType"`
	Family       string `json:"family"`
	Zone         string `json:"zone"`
	CapacityType string `json:"capacityType"`
}

type reservation struct {
	ID           string `json:"id"`
	InstanceType string `json:"instanceType"`
	Zone         string `json:"zone"`
	// Available is how many instances are left.
	Available int `json:"available"`
	// Type is default or capacity-block.
	Type          string `json:"type"`
	Interruptible bool   `json:"interruptible"`
}

// universe is what GetInstanceTypes of the provider returns for a node class.
type universe struct {
	types []*cloudprovider.InstanceType
	// whole is what this one is a part of, and left what is left here of its types; see partOf.
	whole *universe
	left  map[*cloudprovider.InstanceType]*cloudprovider.InstanceType
	// byTemplate remembers which of them a pool's template leaves; see candidates.
	byTemplate map[string][]*cloudprovider.InstanceType
}

// universeOf builds Karpenter's instance types once for equal inputs.
func (s *Session) universeOf(input offeringsInput) (*universe, error) {
	if s.catalogue == nil {
		return nil, fmt.Errorf("no catalogue was handed over")
	}
	key, err := json.Marshal(input)
	if err != nil {
		return nil, err
	}
	for _, known := range []universes{s.wholes, s.parts} {
		if one, ok := known[string(key)]; ok {
			return one, nil
		}
	}
	built, err := s.buildUniverse(input)
	if err != nil {
		return nil, err
	}
	if built.whole == nil {
		s.wholes.put(string(key), built)
	} else {
		s.parts.put(string(key), built)
	}
	return built, nil
}

func (s *Session) buildUniverse(input offeringsInput) (*universe, error) {
	if input.Anywhere {
		return s.catalogue.anywhere(), nil
	}
	if len(input.Exhausted) == 0 && input.InstanceTypes == nil {
		return s.catalogue.universe(input)
	}
	open := input
	open.Exhausted, open.InstanceTypes = nil, nil
	whole, err := s.universeOf(open)
	if err != nil {
		return nil, err
	}
	return partOf(whole, input), nil
}

// maxUniverses bounds memory. A whole has thousands of offerings and what was worked out over them, a part little
// beside those of its types that have lost some; so that many parts do not drive out their whole, each has its own bound.
const maxUniverses = 12

// universes are remembered up to a bound, and then forgotten all at once.
type universes map[string]*universe

func (u *universes) put(key string, one *universe) {
	if len(*u) >= maxUniverses {
		*u = universes{}
	}
	(*u)[key] = one
}

func (c *catalogue) universe(input offeringsInput) (*universe, error) {
	byName, ok := c.zoneIDs[input.Region]
	if !ok {
		return nil, fmt.Errorf("the region %q has no offerings; known are %s", input.Region, strings.Join(sortedNames(c.zoneIDs), ", "))
	}
	built := &universe{}
	maker := newOfferingMaker(input)
	for _, one := range c.types {
		// EC2 describes a type only in regions that offer it.
		if ids := byName[one.name]; len(ids) > 0 {
			it := maker.instanceType(one, ids)
			if err := offerResources(it, input.Resources); err != nil {
				return nil, err
			}
			built.types = append(built.types, it)
		}
	}
	return built, nil
}

// offerResources changes what the type offers to pods. Its capacity grows where it has to, as under a NodeOverlay; it
// never shrinks, because limits count it.
func offerResources(it *cloudprovider.InstanceType, byType map[string]map[string]string) error {
	offered, ok := byType[it.Name]
	if !ok {
		offered = byType[everyType]
	}
	if len(offered) == 0 {
		return nil
	}
	capacity, overhead := it.Capacity.DeepCopy(), it.Overhead.Total().DeepCopy()
	for name, text := range offered {
		quantity, err := resource.ParseQuantity(text)
		if err != nil {
			return fmt.Errorf("the resource %s of %s cannot be read: %w", name, it.Name, err)
		}
		left := capacity[corev1.ResourceName(name)].DeepCopy()
		left.Sub(quantity)
		if left.Sign() < 0 {
			capacity[corev1.ResourceName(name)] = quantity
			left = resource.Quantity{}
		}
		overhead[corev1.ResourceName(name)] = left
	}
	it.Capacity, it.Overhead = capacity, &cloudprovider.InstanceTypeOverhead{KubeReserved: overhead}
	return nil
}

// offeringMaker follows createOfferings of karpenter-provider-aws v1.15.2
// (pkg/providers/instancetype/offering/base_resolver.go:54 and reserved_capacity_resolver.go:50).
type offeringMaker struct {
	input  offeringsInput
	region *scheduling.Requirement
	zones  map[string]*scheduling.Requirement
	ids    map[string]*scheduling.Requirement
	// plain are the requirements of an offering that is not reserved, by zone and capacity type.
	plain map[string]scheduling.Requirements
}

func newOfferingMaker(input offeringsInput) *offeringMaker {
	m := &offeringMaker{
		input:  input,
		region: scheduling.NewRequirement(corev1.LabelTopologyRegion, corev1.NodeSelectorOpIn, input.Region),
		plain:  map[string]scheduling.Requirements{},
	}
	for _, z := range input.Zones {
		for _, capacityType := range []string{v1.CapacityTypeOnDemand, v1.CapacityTypeSpot} {
			m.plain[z.Name+" "+capacityType] = scheduling.NewRequirements(
				scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, capacityType),
				scheduling.NewRequirement(corev1.LabelTopologyZone, corev1.NodeSelectorOpIn, z.Name),
				scheduling.NewRequirement(awsv1.LabelCapacityReservationID, corev1.NodeSelectorOpDoesNotExist),
				scheduling.NewRequirement(awsv1.LabelCapacityReservationType, corev1.NodeSelectorOpDoesNotExist),
				scheduling.NewRequirement(awsv1.LabelCapacityReservationInterruptible, corev1.NodeSelectorOpDoesNotExist),
				scheduling.NewRequirement(awsv1.LabelTopologyZoneID, corev1.NodeSelectorOpIn, z.ID),
			)
		}
	}
	return m
}

func (m *offeringMaker) instanceType(one *catalogueType, offeredIDs []string) *cloudprovider.InstanceType {
	reserved := lo.Filter(m.input.Reservations, func(r reservation, _ int) bool { return r.InstanceType == one.name })
	zones := lo.Filter(m.input.Zones, func(z zone, _ int) bool { return slices.Contains(offeredIDs, z.ID) })
	requirements := make(scheduling.Requirements, len(one.requirements)+8)
	for key, requirement := range one.requirements {
		requirements[key] = requirement
	}
	for _, requirement := range m.placeRequirements(zones, reserved) {
		requirements[requirement.Key] = requirement
	}
	return &cloudprovider.InstanceType{
		Name:         one.name,
		Requirements: requirements,
		Offerings:    append(m.plainOfferings(one, zones), m.reservedOfferings(one, zones, reserved)...),
		Capacity:     one.capacity,
		Overhead:     one.overhead,
	}
}

// placeRequirements are the part of computeRequirements that depends on the region, the subnets and the reservations.
func (m *offeringMaker) placeRequirements(zones []zone, reserved []reservation) []*scheduling.Requirement {
	capacityTypes := []string{v1.CapacityTypeOnDemand, v1.CapacityTypeSpot}
	if len(reserved) > 0 {
		capacityTypes = append(capacityTypes, v1.CapacityTypeReserved)
	}
	made := []*scheduling.Requirement{
		m.region,
		scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, capacityTypes...),
		scheduling.NewRequirement(corev1.LabelTopologyZone, corev1.NodeSelectorOpIn, lo.Map(zones, func(z zone, _ int) string { return z.Name })...),
	}
	if len(zones) > 0 {
		made = append(made, scheduling.NewRequirement(awsv1.LabelTopologyZoneID, corev1.NodeSelectorOpIn, lo.Map(zones, func(z zone, _ int) string { return z.ID })...))
	}
	of := func(key string, value func(reservation) string) *scheduling.Requirement {
		if len(reserved) == 0 {
			return scheduling.NewRequirement(key, corev1.NodeSelectorOpDoesNotExist)
		}
		return scheduling.NewRequirement(key, corev1.NodeSelectorOpIn, lo.Map(reserved, func(r reservation, _ int) string { return value(r) })...)
	}
	return append(made,
		of(awsv1.LabelCapacityReservationID, func(r reservation) string { return r.ID }),
		of(awsv1.LabelCapacityReservationType, reservation.kind),
		of(awsv1.LabelCapacityReservationInterruptible, func(r reservation) string { return fmt.Sprint(r.Interruptible) }),
	)
}

func (r reservation) kind() string { return lo.CoalesceOrEmpty(r.Type, "default") }

func (m *offeringMaker) plainOfferings(one *catalogueType, zones []zone) cloudprovider.Offerings {
	var made cloudprovider.Offerings
	for _, z := range m.input.Zones {
		for _, capacityType := range []string{v1.CapacityTypeOnDemand, v1.CapacityTypeSpot} {
			price, hasPrice := m.price(one, z.Name, capacityType)
			made = append(made, &cloudprovider.Offering{
				Requirements: m.plain[z.Name+" "+capacityType],
				Price:        price,
				Available:    hasPrice && slices.Contains(zones, z),
			})
		}
	}
	return made
}

func (m *offeringMaker) reservedOfferings(one *catalogueType, zones []zone, reserved []reservation) cloudprovider.Offerings {
	var made cloudprovider.Offerings
	for _, r := range reserved {
		// Karpenter divides by ten millions: as good as free, and still in order.
		price, _ := m.price(one, r.Zone, v1.CapacityTypeOnDemand)
		requirements := scheduling.NewRequirements(
			scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, v1.CapacityTypeReserved),
			scheduling.NewRequirement(corev1.LabelTopologyZone, corev1.NodeSelectorOpIn, r.Zone),
			scheduling.NewRequirement(awsv1.LabelCapacityReservationID, corev1.NodeSelectorOpIn, r.ID),
			scheduling.NewRequirement(awsv1.LabelCapacityReservationType, corev1.NodeSelectorOpIn, r.kind()),
			scheduling.NewRequirement(awsv1.LabelCapacityReservationInterruptible, corev1.NodeSelectorOpIn, fmt.Sprint(r.Interruptible)),
		)
		at, isInZone := lo.Find(zones, func(z zone) bool { return z.Name == r.Zone })
		if isInZone {
			requirements.Add(scheduling.NewRequirement(awsv1.LabelTopologyZoneID, corev1.NodeSelectorOpIn, at.ID))
		}
		made = append(made, &cloudprovider.Offering{
			Requirements:        requirements,
			Price:               price / 10_000_000,
			// A full reservation is available, because that says only that it is healthy: Offering.Launchable asks for both.
			Available:           isInZone,
			ReservationCapacity: r.Available,
		})
	}
	return made
}

func (m *offeringMaker) price(one *catalogueType, zoneName, capacityType string) (float64, bool) {
	price, hasPrice := one.onDemandPrice, one.hasPrice
	if given, ok := m.input.Prices[one.name]; ok {
		price, hasPrice = given, true
	}
	if capacityType != v1.CapacityTypeSpot {
		return price, hasPrice
	}
	if given, ok := m.input.SpotPrices[one.name][zoneName]; ok {
		return given, true
	}
	return price * m.input.SpotPriceFraction, hasPrice
}

// partOf has of the types those that are asked for, without the offerings that are exhausted. A type that loses none is
// the same one.
func partOf(whole *universe, input offeringsInput) *universe {
	made := &universe{whole: whole, left: map[*cloudprovider.InstanceType]*cloudprovider.InstanceType{}}
	wanted := lo.SliceToMap(input.InstanceTypes, func(name string) (string, bool) { return name, true })
	for _, it := range whole.types {
		if input.InstanceTypes != nil && !wanted[it.Name] {
			continue
		}
		left := withoutExhausted(it, input.Exhausted)
		made.types = append(made.types, left)
		made.left[it] = left
	}
	return made
}

func withoutExhausted(it *cloudprovider.InstanceType, gone []exhausted) *cloudprovider.InstanceType {
	family, _, _ := strings.Cut(it.Name, ".")
	isGone := func(offering *cloudprovider.Offering) bool {
		return slices.ContainsFunc(gone, func(e exhausted) bool {
			return (e.InstanceType == "" || e.InstanceType == it.Name) && (e.Family == "" || e.Family == family) &&
				(e.Zone == "" || e.Zone == offering.Zone()) && (e.CapacityType == "" || e.CapacityType == offering.CapacityType())
		})
	}
	if !slices.ContainsFunc(it.Offerings.Available(), isGone) {
		return it
	}
	offerings := lo.Map(it.Offerings, func(offering *cloudprovider.Offering, _ int) *cloudprovider.Offering {
		left := *offering
		left.Available = offering.Available && !isGone(offering)
		return &left
	})
	return &cloudprovider.InstanceType{Name: it.Name, Requirements: it.Requirements, Offerings: offerings, Capacity: it.Capacity, Overhead: it.Overhead}
}

// anywhere leaves zones and reservations open.
func (c *catalogue) anywhere() *universe {
	every := scheduling.NewRequirements(
		scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, v1.CapacityTypeOnDemand, v1.CapacityTypeSpot, v1.CapacityTypeReserved),
		scheduling.NewRequirement(corev1.LabelTopologyZone, corev1.NodeSelectorOpExists),
		scheduling.NewRequirement(awsv1.LabelTopologyZoneID, corev1.NodeSelectorOpExists),
		scheduling.NewRequirement(corev1.LabelTopologyRegion, corev1.NodeSelectorOpExists),
	)
	built := &universe{}
	for _, one := range c.types {
		requirements := scheduling.NewRequirements()
		for key, requirement := range one.requirements {
			requirements[key] = requirement
		}
		for key, requirement := range every {
			requirements[key] = requirement
		}
		built.types = append(built.types, &cloudprovider.InstanceType{
			Name:         one.name,
			Requirements: requirements,
			Offerings:    cloudprovider.Offerings{{Requirements: every, Price: one.onDemandPrice, Available: true}},
			Capacity:     one.capacity,
			Overhead:     one.overhead,
		})
	}
	return built
}

func sortedNames[V any](of map[string]V) []string {
	names := lo.Keys(of)
	slices.Sort(names)
	return names
}
