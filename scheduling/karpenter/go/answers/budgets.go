package answers

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"go.uber.org/multierr"
	"k8s.io/utils/clock"
	testclock "k8s.io/utils/clock/testing"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
)

// run is a stretch of instants with one number: from instant number From on, until the next run.
type run struct {
	From int `json:"from"`
	// Allowed is null where nothing limits Karpenter.
	Allowed *int `json:"allowed"`
}

type disruptionsAnswer struct {
	// ByReason has MustGetAllowedDisruptions: 0 as long as any budget is broken.
	ByReason map[string][]run `json:"byReason"`
	// Errors are what makes a budget broken, each once.
	Errors []string `json:"errors"`
}

// maxEvaluations is about ten years minute by minute for one budget.
const maxEvaluations = 6_000_000

func answerAllowedDisruptions(input []byte, found *findings) (any, error) {
	var asked struct {
		Budgets     []json.RawMessage `json:"budgets"`
		Reasons     []string          `json:"reasons"`
		NodeCount   int               `json:"nodeCount"`
		From        time.Time         `json:"from"`
		StepSeconds int               `json:"stepSeconds"`
		Count       int               `json:"count"`
	}
	if err := read(input, &asked); err != nil {
		return nil, fmt.Errorf("the question on budgets cannot be read: %w", err)
	}
	asked.Count = max(asked.Count, 1)
	if len(asked.Budgets) > maxBudgets {
		found.add("budgets", fmt.Sprintf("has too many entries, got %d; expected at most %d", len(asked.Budgets), maxBudgets))
		return disruptionsAnswer{ByReason: map[string][]run{}, Errors: []string{}}, nil
	}
	if evaluations := asked.Count * max(1, len(asked.Budgets)) * max(1, len(asked.Reasons)); evaluations > maxEvaluations {
		return nil, fmt.Errorf("asks for too much: %d instants times budgets times reasons; expected at most %d", evaluations, maxEvaluations)
	}
	pool := &v1.NodePool{}
	for i, text := range asked.Budgets {
		var budget v1.Budget
		if err := read(text, &budget); err != nil {
			found.add(fmt.Sprintf("budgets[%d]", i), "cannot be read: "+err.Error())
			continue
		}
		pool.Spec.Disruption.Budgets = append(pool.Spec.Disruption.Budgets, budget)
	}
	applyBudgetDefaults(asked.Budgets != nil, &pool.Spec.Disruption.Budgets)
	answer := disruptionsAnswer{ByReason: map[string][]run{}, Errors: []string{}}
	at := testclock.NewFakeClock(asked.From)
	for _, reason := range asked.Reasons {
		answer.ByReason[reason] = []run{}
	}
	for i := range asked.Count {
		at.SetTime(asked.From.Add(time.Duration(i) * time.Duration(asked.StepSeconds) * time.Second))
		for _, reason := range asked.Reasons {
			answer.note(pool, at, i, reason, asked.NodeCount)
		}
	}
	if _, err := pool.GetAllowedDisruptionsByReason(at, asked.NodeCount, ""); err != nil {
		for _, one := range multierr.Errors(err) {
			if !slices.Contains(answer.Errors, one.Error()) {
				answer.Errors = append(answer.Errors, one.Error())
			}
		}
	}
	return answer, nil
}

func (a *disruptionsAnswer) note(pool *v1.NodePool, at clock.Clock, instant int, reason string, nodeCount int) {
	count := pool.MustGetAllowedDisruptions(at, nodeCount, v1.DisruptionReason(reason))
	var allowed *int
	// BuildDisruptionBudgetMapping takes max(0, ...) of it, so a negative count is none.
	if count = max(count, 0); count != math.MaxInt32 {
		allowed = &count
	}
	runs := a.ByReason[reason]
	if len(runs) > 0 && equal(runs[len(runs)-1].Allowed, allowed) {
		return
	}
	a.ByReason[reason] = append(runs, run{From: instant, Allowed: allowed})
}

func equal(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
