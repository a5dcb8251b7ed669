package answers

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"github.com/samber/lo"
	"go.uber.org/multierr"
	corev1 "k8s.io/api/core/v1"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// writtenRequirements are a side's requirements as a manifest has them, and its labels or node selector.
type writtenRequirements struct {
	Requirements []v1.NodeSelectorRequirementWithMinValues `json:"requirements"`
	Labels       map[string]string                         `json:"labels"`
}

func (w writtenRequirements) parse() scheduling.Requirements {
	parsed := scheduling.NewNodeSelectorRequirementsWithMinValues(w.Requirements...)
	parsed.Add(scheduling.NewLabelRequirements(w.Labels).Values()...)
	return parsed
}

// normalRequirement is Karpenter's normal form. Bounds are text, because they have 64 bits.
type normalRequirement struct {
	Key        string   `json:"key"`
	Operator   string   `json:"operator"`
	Complement bool     `json:"complement"`
	Values     []string `json:"values"`
	Gte        string   `json:"gte,omitempty"`
	Lte        string   `json:"lte,omitempty"`
	MinValues  *int     `json:"minValues,omitempty"`
	// Text is Karpenter's own wording.
	Text string `json:"text"`
}

type requirementsAnswer struct {
	NodeSide     []normalRequirement `json:"nodeSide"`
	PodSide      []normalRequirement `json:"podSide"`
	Intersection []normalRequirement `json:"intersection"`
	Compatible   bool                `json:"compatible"`
	// UndefinedKeys are what the pod side asks for and the node side does not know of.
	UndefinedKeys []string      `json:"undefinedKeys"`
	Conflicts     []keyConflict `json:"conflicts"`
}

type keyConflict struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

func answerRequirements(input []byte, found *findings) (any, error) {
	var asked struct {
		NodeSide                writtenRequirements `json:"nodeSide"`
		PodSide                 writtenRequirements `json:"podSide"`
		AllowUndefinedWellKnown bool                `json:"allowUndefinedWellKnown"`
	}
	if err := read(input, &asked); err != nil {
		return nil, fmt.Errorf("the requirements cannot be read: %w", err)
	}
	nodeSide := asked.NodeSide.checked("nodeSide", found).parse()
	podSide := asked.PodSide.checked("podSide", found).parse()
	answer := requirementsAnswer{
		NodeSide:      normalForm(nodeSide),
		PodSide:       normalForm(podSide),
		UndefinedKeys: []string{},
		Conflicts:     []keyConflict{},
	}
	intersection := scheduling.NewRequirements(nodeSide.Values()...)
	intersection.Add(podSide.Values()...)
	answer.Intersection = normalForm(intersection)
	if asked.AllowUndefinedWellKnown {
		answer.Compatible = nodeSide.Compatible(podSide, scheduling.AllowUndefinedWellKnownLabels) == nil
	} else {
		answer.Compatible = nodeSide.Compatible(podSide) == nil
	}
	// Karpenter stops at the first undefined key of a map in random order; asked key by key it names all.
	for _, key := range sortedKeys(podSide) {
		one := scheduling.NewRequirements(podSide.Get(key))
		var err error
		if asked.AllowUndefinedWellKnown {
			err = nodeSide.Compatible(one, scheduling.AllowUndefinedWellKnownLabels)
		} else {
			err = nodeSide.Compatible(one)
		}
		switch {
		case err == nil:
		case undefinedLabel.MatchString(err.Error()):
			answer.UndefinedKeys = append(answer.UndefinedKeys, key)
		default:
			answer.Conflicts = append(answer.Conflicts, keyConflict{Key: key, Text: err.Error()})
		}
	}
	if answer.Compatible != (len(answer.UndefinedKeys)+len(answer.Conflicts) == 0) {
		return nil, fmt.Errorf("Karpenter contradicts itself on %s against %s", nodeSide, podSide)
	}
	return answer, nil
}

var undefinedLabel = regexp.MustCompile(`^label "[^"]*" does not have known values`)

// checked leaves out what Karpenter could not read.
func (w writtenRequirements) checked(path string, found *findings) writtenRequirements {
	var kept []v1.NodeSelectorRequirementWithMinValues
	for i, requirement := range w.Requirements {
		faults := requirementFaults([]v1.NodeSelectorRequirementWithMinValues{requirement}, path)
		for _, fault := range faults {
			found.add(fmt.Sprintf("%s.requirements[%d]", path, i), fault.Problem)
		}
		if len(faults) == 0 {
			kept = append(kept, requirement)
		}
	}
	return writtenRequirements{Requirements: kept, Labels: w.Labels}
}

func normalForm(requirements scheduling.Requirements) []normalRequirement {
	return lo.Map(sortedKeys(requirements), func(key string, _ int) normalRequirement {
		return normalFormOf(requirements.Get(key))
	})
}

func normalFormOf(requirement *scheduling.Requirement) normalRequirement {
	operator := requirement.Operator()
	values := requirement.Values()
	slices.Sort(values)
	return normalRequirement{
		Key:        requirement.Key,
		Operator:   string(operator),
		Complement: operator == corev1.NodeSelectorOpNotIn || operator == corev1.NodeSelectorOpExists,
		Values:     append([]string{}, values...),
		Gte:        boundOf(requirement, "gte"),
		Lte:        boundOf(requirement, "lte"),
		MinValues:  requirement.MinValues(),
		Text:       requirement.String(),
	}
}

// boundOf reads a field that Karpenter keeps to itself; its own output form has one bound only.
func boundOf(requirement *scheduling.Requirement, field string) string {
	bound := reflect.ValueOf(requirement).Elem().FieldByName(field)
	if bound.IsNil() {
		return ""
	}
	return strconv.FormatInt(bound.Elem().Int(), 10)
}

func sortedKeys(requirements scheduling.Requirements) []string {
	keys := lo.Keys(requirements)
	slices.Sort(keys)
	return keys
}

// textsOf are the parts of a combined error, in an order that does not change from run to run.
func textsOf(err error) []string {
	texts := lo.Map(multierr.Errors(err), func(one error, _ int) string { return one.Error() })
	slices.Sort(texts)
	return texts
}
