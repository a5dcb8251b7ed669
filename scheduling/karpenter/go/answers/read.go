package answers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"go.uber.org/multierr"
	kjson "sigs.k8s.io/json"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
)

// read decodes as the Kubernetes API server does: names are case-sensitive, a number is no string.
func read(text []byte, into any) error {
	if len(text) == 0 {
		return fmt.Errorf("is missing")
	}
	return kjson.UnmarshalCaseSensitivePreserveInts(text, into)
}

// maxRequirements is the CRD's limit (maxItems of spec.template.spec.requirements).
const maxRequirements = 100

// maxBudgets is the CRD's limit (maxItems of spec.disruption.budgets).
const maxBudgets = 50

// readNodePool returns nil, with findings, for a pool that the API server would refuse or Karpenter would not use.
func readNodePool(text json.RawMessage, path string, found *findings) *v1.NodePool {
	var shape struct {
		Spec *struct {
			Template *struct {
				Spec *struct {
					Requirements []json.RawMessage `json:"requirements"`
					NodeClassRef json.RawMessage   `json:"nodeClassRef"`
				} `json:"spec"`
			} `json:"template"`
			Disruption *struct {
				Budgets []json.RawMessage `json:"budgets"`
			} `json:"disruption"`
		} `json:"spec"`
	}
	if err := read(text, &shape); err != nil {
		found.add(path, "cannot be read: "+err.Error())
		return nil
	}
	switch {
	case shape.Spec == nil:
		found.add(path, "has no spec")
		return nil
	case shape.Spec.Template == nil || shape.Spec.Template.Spec == nil:
		found.add(path, "has no spec.template.spec")
		return nil
	case shape.Spec.Template.Spec.NodeClassRef == nil:
		found.add(path, "has no spec.template.spec.nodeClassRef")
		return nil
	case len(shape.Spec.Template.Spec.Requirements) > maxRequirements:
		found.add(path, fmt.Sprintf("has too many requirements, got %d; expected at most %d", len(shape.Spec.Template.Spec.Requirements), maxRequirements))
		return nil
	}
	pool := &v1.NodePool{}
	if err := read(text, pool); err != nil {
		found.add(path, "cannot be read: "+err.Error())
		return nil
	}
	if pool.Name == "" {
		found.add(path, "has no metadata.name")
		return nil
	}
	applyBudgetDefaults(shape.Spec.Disruption != nil && shape.Spec.Disruption.Budgets != nil, &pool.Spec.Disruption.Budgets)
	if faults := requirementFaults(pool.Spec.Template.Spec.Requirements, path); len(faults) > 0 {
		for _, fault := range faults {
			found.add(fault.Path, fault.Problem)
		}
		return nil
	}
	// A pool that fails it has the condition ValidationSucceeded=False and takes no pods.
	if err := pool.RuntimeValidate(context.Background()); err != nil {
		for _, one := range multierr.Errors(err) {
			found.add(path, one.Error())
		}
		return nil
	}
	return pool
}

// applyBudgetDefaults does what the CRD's default does: 10% where a pool says nothing of budgets.
func applyBudgetDefaults(areGiven bool, budgets *[]v1.Budget) {
	if !areGiven {
		*budgets = []v1.Budget{{Nodes: "10%"}}
		return
	}
	for i := range *budgets {
		if (*budgets)[i].Nodes == "" {
			(*budgets)[i].Nodes = "10%"
		}
	}
}

// requirementFaults finds what Karpenter takes for granted, because the API server refused it before: it would panic.
func requirementFaults(requirements []v1.NodeSelectorRequirementWithMinValues, path string) []Finding {
	var faults []Finding
	for i, requirement := range requirements {
		at := fmt.Sprintf("%s.requirements[%d]", path, i)
		if requirement.Key == "" {
			faults = append(faults, Finding{at, "has no key"})
		}
		operator := string(requirement.Operator)
		if !v1.SupportedNodeSelectorOps.Has(operator) {
			faults = append(faults, Finding{at, fmt.Sprintf("has an unknown operator, got %q; expected one of %s", operator, strings.Join(knownOperators, ", "))})
			continue
		}
		if isComparison(operator) && len(requirement.Values) != 1 {
			faults = append(faults, Finding{at, fmt.Sprintf("needs exactly one value for %s, got %d", operator, len(requirement.Values))})
		}
	}
	return faults
}

var knownOperators = []string{"In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"}

func isComparison(operator string) bool {
	return operator == "Gt" || operator == "Lt" || operator == "Gte" || operator == "Lte"
}
