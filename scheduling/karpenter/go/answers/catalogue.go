package answers

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	awsv1 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
	"sigs.k8s.io/karpenter/pkg/utils/resources"
)

// column is the stored form of one property over all types; see scheduling/compact-catalogue.ts.
type column struct {
	Values string `json:"values"`
	Rows   string `json:"rows"`
}

// each calls back for every row that has a value.
func (c column) each(visit func(row int, value string)) error {
	values := strings.Split(c.Values, ",")
	row := 0
	for _, token := range strings.Fields(c.Rows) {
		index, repeat, isRepeated := strings.Cut(token, "x")
		count := 1
		if isRepeated {
			parsed, err := strconv.Atoi(repeat)
			if err != nil || parsed < 0 {
				return fmt.Errorf("has a bad repetition %q", token)
			}
			count = parsed
		}
		if index == "-" {
			row += count
			continue
		}
		at, err := strconv.Atoi(index)
		if err != nil || at < 0 || at >= len(values) {
			return fmt.Errorf("has a bad index %q", token)
		}
		for end := row + count; row < end; row++ {
			visit(row, values[at])
		}
	}
	return nil
}

// catalogueType is an instance type without what depends on the region, the subnets and the reservations.
type catalogueType struct {
	name         string
	requirements scheduling.Requirements
	capacity     corev1.ResourceList
	overhead     *cloudprovider.InstanceTypeOverhead
	// onDemandPrice is in dollars an hour; hasPrice false: Karpenter never launches the type.
	onDemandPrice float64
	hasPrice      bool
}

type catalogue struct {
	types []*catalogueType
	// zonesOfRow has, by region and type name, the zone ids that offer the type.
	zoneIDs map[string]map[string][]string
}

type catalogueAnswer struct {
	Types   int `json:"types"`
	Regions int `json:"regions"`
}

type catalogueInput struct {
	Count       int               `json:"count"`
	Labels      map[string]column `json:"labels"`
	Allocatable map[string]column `json:"allocatable"`
	// MemoryCapacityBytes is what limits count; allocatable memory is less.
	MemoryCapacityBytes []int64 `json:"memoryCapacityBytes"`
	OnDemandUsdPerHour  column  `json:"onDemandUsdPerHour"`
	Offerings           struct {
		// Names are the types of the rows, which are not those of the catalogue.
		Names string `json:"names"`
		// ZonesByRegion has values such as usw2-az1+usw2-az2.
		ZonesByRegion map[string]column `json:"zonesByRegion"`
	} `json:"offerings"`
}

func (s *Session) answerCatalogue(input []byte, _ *findings) (any, error) {
	var asked catalogueInput
	if err := read(input, &asked); err != nil {
		return nil, fmt.Errorf("the catalogue cannot be read: %w", err)
	}
	if asked.Count < 1 || asked.Count > maxTypes || len(asked.MemoryCapacityBytes) != asked.Count {
		return nil, fmt.Errorf("the catalogue has %d types and %d memory capacities", asked.Count, len(asked.MemoryCapacityBytes))
	}
	built := &catalogue{zoneIDs: map[string]map[string][]string{}}
	for range asked.Count {
		built.types = append(built.types, newCatalogueType())
	}
	if err := built.addLabels(asked.Labels); err != nil {
		return nil, err
	}
	if err := built.addResources(asked); err != nil {
		return nil, err
	}
	if err := built.addZones(asked); err != nil {
		return nil, err
	}
	s.catalogue, s.wholes, s.parts, s.pools = built, universes{}, universes{}, map[string]*v1.NodePool{}
	return catalogueAnswer{Types: len(built.types), Regions: len(built.zoneIDs)}, nil
}

const maxTypes = 20_000

// typeLabels are those that a type either has or lacks: computeRequirements in pkg/providers/instancetype/types.go of
// karpenter-provider-aws v1.15.2 gives a type DoesNotExist for each that it lacks.
var typeLabels = []string{
	corev1.LabelWindowsBuild,
	awsv1.LabelInstanceCPU,
	awsv1.LabelInstanceCPUManufacturer,
	awsv1.LabelInstanceCPUSustainedClockSpeedMhz,
	awsv1.LabelInstanceMemory,
	awsv1.LabelInstanceEBSBandwidth,
	awsv1.LabelInstanceNetworkBandwidth,
	awsv1.LabelInstanceCategory,
	awsv1.LabelInstanceCapabilityFlex,
	awsv1.LabelInstanceFamily,
	awsv1.LabelInstanceGeneration,
	awsv1.LabelInstanceLocalNVME,
	awsv1.LabelInstanceSize,
	awsv1.LabelInstanceGPUName,
	awsv1.LabelInstanceGPUManufacturer,
	awsv1.LabelInstanceGPUCount,
	awsv1.LabelInstanceGPUMemory,
	awsv1.LabelInstanceAcceleratorName,
	awsv1.LabelInstanceAcceleratorManufacturer,
	awsv1.LabelInstanceAcceleratorCount,
	awsv1.LabelInstanceHypervisor,
	awsv1.LabelInstanceEncryptionInTransitSupported,
}

// Requirements are never changed once made, so types share them.
var (
	absentByKey = func() map[string]*scheduling.Requirement {
		absent := map[string]*scheduling.Requirement{}
		for _, key := range typeLabels {
			absent[key] = scheduling.NewRequirement(key, corev1.NodeSelectorOpDoesNotExist)
		}
		return absent
	}()
	anyTenancy = scheduling.NewRequirement(awsv1.LabelInstanceTenancy, corev1.NodeSelectorOpIn, "default", "dedicated")
	linux      = scheduling.NewRequirement(corev1.LabelOSStable, corev1.NodeSelectorOpIn, string(corev1.Linux))
)

func newCatalogueType() *catalogueType {
	requirements := make(scheduling.Requirements, len(typeLabels)+16)
	for key, requirement := range absentByKey {
		requirements[key] = requirement
	}
	requirements[awsv1.LabelInstanceTenancy] = anyTenancy
	requirements[corev1.LabelOSStable] = linux
	return &catalogueType{requirements: requirements, capacity: corev1.ResourceList{}, overhead: &cloudprovider.InstanceTypeOverhead{}}
}

// notOfTypes come from the region, the subnets, the node class and its reservations.
var notOfTypes = map[string]bool{
	corev1.LabelTopologyZone:                    true,
	corev1.LabelTopologyRegion:                  true,
	awsv1.LabelTopologyZoneID:                   true,
	awsv1.LabelCapacityReservationID:            true,
	awsv1.LabelCapacityReservationType:          true,
	awsv1.LabelCapacityReservationInterruptible: true,
	awsv1.LabelInstanceTenancy:                  true,
}

func (c *catalogue) addLabels(labels map[string]column) error {
	for key, values := range labels {
		if notOfTypes[key] {
			continue
		}
		shared := map[string]*scheduling.Requirement{}
		err := values.each(func(row int, value string) {
			requirement, ok := shared[value]
			if !ok {
				requirement = scheduling.NewRequirement(key, corev1.NodeSelectorOpIn, value)
				shared[value] = requirement
			}
			if row < len(c.types) {
				c.types[row].requirements[key] = requirement
			}
		})
		if err != nil {
			return fmt.Errorf("the label %s %w", key, err)
		}
	}
	for row, one := range c.types {
		family := one.requirements[awsv1.LabelInstanceFamily].Values()
		size := one.requirements[awsv1.LabelInstanceSize].Values()
		if len(family) != 1 || len(size) != 1 {
			return fmt.Errorf("the type of row %d has no family or no size", row)
		}
		one.name = family[0] + "." + size[0]
		one.requirements[corev1.LabelInstanceTypeStable] = scheduling.NewRequirement(corev1.LabelInstanceTypeStable, corev1.NodeSelectorOpIn, one.name)
	}
	return nil
}

func (c *catalogue) addResources(asked catalogueInput) error {
	for name, values := range asked.Allocatable {
		shared := map[string]resource.Quantity{}
		var bad error
		err := values.each(func(row int, value string) {
			quantity, ok := shared[value]
			if !ok {
				parsed, err := resource.ParseQuantity(value)
				if err != nil {
					bad = err
					return
				}
				quantity = parsed
				shared[value] = quantity
			}
			if row < len(c.types) {
				c.types[row].capacity[corev1.ResourceName(name)] = quantity
			}
		})
		if err != nil || bad != nil {
			return fmt.Errorf("the resource %s cannot be read: %w", name, firstOf(err, bad))
		}
	}
	for row, one := range c.types {
		allocatable := one.capacity.DeepCopy()
		cpu, err := resource.ParseQuantity(one.requirements[awsv1.LabelInstanceCPU].Any())
		if err != nil {
			return fmt.Errorf("the type %s has no number of cores: %w", one.name, err)
		}
		one.capacity[corev1.ResourceCPU] = cpu
		one.capacity[corev1.ResourceMemory] = *resource.NewQuantity(asked.MemoryCapacityBytes[row], resource.BinarySI)
		// What is missing from allocatable, in total; Karpenter only ever uses the sum of the three parts.
		one.overhead.KubeReserved = resources.Subtract(one.capacity, allocatable)
	}
	err := asked.OnDemandUsdPerHour.each(func(row int, value string) {
		price, err := strconv.ParseFloat(value, 64)
		if row < len(c.types) && err == nil {
			c.types[row].onDemandPrice, c.types[row].hasPrice = price, true
		}
	})
	if err != nil {
		return fmt.Errorf("the prices cannot be read: %w", err)
	}
	return nil
}

func (c *catalogue) addZones(asked catalogueInput) error {
	names := strings.Split(asked.Offerings.Names, ",")
	for region, zones := range asked.Offerings.ZonesByRegion {
		byName := map[string][]string{}
		shared := map[string][]string{}
		err := zones.each(func(row int, value string) {
			ids, ok := shared[value]
			if !ok {
				ids = strings.Split(value, "+")
				shared[value] = ids
			}
			if row < len(names) {
				byName[names[row]] = ids
			}
		})
		if err != nil {
			return fmt.Errorf("the offerings of %s cannot be read: %w", region, err)
		}
		c.zoneIDs[region] = byName
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
