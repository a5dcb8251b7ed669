// Package answers puts Karpenter's own packages to questions in JSON and gives its answers in JSON.
//
// Nothing here decides what Karpenter decides: requirement algebra, budgets, tolerations, instance type filtering,
// placement and the provider's launch filters are calls into sigs.k8s.io/karpenter and
// github.com/aws/karpenter-provider-aws. What is ours is reading input and writing output.
package answers

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrllog "sigs.k8s.io/controller-runtime/pkg/log"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
)

// Finding is one thing wrong with the question's input. The answer does without the part it names.
type Finding struct {
	Path    string `json:"path"`
	Problem string `json:"problem"`
}

// reply has an answer, with findings on the parts of the input that it does without, or else a failure.
type reply struct {
	Answer   any       `json:"answer,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
	// Failure says why there is no answer at all.
	Failure string `json:"failure,omitempty"`
}

type question func(input []byte, found *findings) (any, error)

// Session keeps the catalogue, until another is handed over, and what was built and read since.
type Session struct {
	catalogue *catalogue
	// wholes and parts are universes by what was asked for.
	wholes, parts universes
	// pools are those read before, by their text.
	pools     map[string]*v1.NodePool
	questions map[string]question
}

// NewSession also silences the loggers, which would write to the standard streams.
func NewSession() *Session {
	ctrllog.SetLogger(logr.Discard())
	klog.SetLogger(logr.Discard())
	s := &Session{wholes: universes{}, parts: universes{}, pools: map[string]*v1.NodePool{}}
	s.questions = map[string]question{
		"version":            answerVersion,
		"catalogue":          s.answerCatalogue,
		"requirements":       answerRequirements,
		"allowedDisruptions": answerAllowedDisruptions,
		"tolerates":          answerTolerates,
		"filter":             s.answerFilter,
		"place":              s.answerPlace,
	}
	return s
}

// Answer takes {"question": name, "input": {...}}, or a list of them, and returns one reply for each. It never panics.
func (s *Session) Answer(text string) string {
	if len(text) > maxInputBytes {
		return encode(reply{Failure: fmt.Sprintf("the question is too long, got %d bytes; expected at most %d", len(text), maxInputBytes)})
	}
	if strings.HasPrefix(text, "[") {
		var list []json.RawMessage
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			return encode(reply{Failure: "the questions are no JSON: " + err.Error()})
		}
		replies := make([]reply, 0, len(list))
		for _, one := range list {
			replies = append(replies, s.replyTo(one))
		}
		return encode(replies)
	}
	return encode(s.replyTo([]byte(text)))
}

const maxInputBytes = 64 << 20

func (s *Session) replyTo(text []byte) (out reply) {
	found := &findings{}
	defer func() {
		if problem := recover(); problem != nil {
			out = reply{Failure: fmt.Sprintf("%v", problem), Findings: found.list}
			if tracePanics {
				out.Failure += "\n" + string(debug.Stack())
			}
		}
	}()
	var asked struct {
		Question string          `json:"question"`
		Input    json.RawMessage `json:"input"`
	}
	if err := json.Unmarshal(text, &asked); err != nil {
		return reply{Failure: "the question is no JSON: " + err.Error()}
	}
	ask, ok := s.questions[asked.Question]
	if !ok {
		return reply{Failure: fmt.Sprintf("no such question: %q", asked.Question)}
	}
	answer, err := ask(asked.Input, found)
	if err != nil {
		return reply{Failure: err.Error(), Findings: found.list}
	}
	return reply{Answer: answer, Findings: found.list}
}

// tracePanics is set by the native build's -trace, for whoever works on this program.
var tracePanics = false

// TracePanics adds Go's stack to the failures that follow.
func TracePanics() { tracePanics = true }

func encode(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		text, _ = json.Marshal(reply{Failure: "the answer has no JSON: " + err.Error()})
	}
	return string(text)
}

type findings struct{ list []Finding }

const maxFindings = 200

func (f *findings) add(path, problem string) {
	if len(f.list) == maxFindings {
		f.list = append(f.list, Finding{Path: "", Problem: "more findings are left out"})
	}
	if len(f.list) > maxFindings {
		return
	}
	f.list = append(f.list, Finding{Path: path, Problem: problem})
}
