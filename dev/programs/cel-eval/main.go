// Evaluates CEL expressions on objects, in the environment that the API server gives to the expressions of a
// ValidatingAdmissionPolicy. Reads {"kubeVersion", "expressions", "objects"} as JSON from standard input, and writes for each
// object a list with the result of each expression: {"value": true} or {"fault": "..."}.
//
// The variable `object` has the type Dyn, as in the API server:
// https://github.com/kubernetes/apiserver/blob/v0.37.0/pkg/admission/plugin/cel/compile.go
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/cel/environment"
)

type request struct {
	KubeVersion string           `json:"kubeVersion"`
	Expressions []string         `json:"expressions"`
	Objects     []map[string]any `json:"objects"`
}

type result struct {
	Value any    `json:"value,omitempty"`
	Fault string `json:"fault,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	kubeVersion, err := version.ParseGeneric(asked.KubeVersion)
	if err != nil {
		return fmt.Errorf("kubeVersion: %w", err)
	}
	set, err := environment.MustBaseEnvSet(kubeVersion).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        []cel.EnvOption{cel.Variable("object", cel.DynType)},
	})
	if err != nil {
		return fmt.Errorf("the environment: %w", err)
	}
	env, err := set.Env(environment.NewExpressions)
	if err != nil {
		return fmt.Errorf("the environment: %w", err)
	}
	answers := make([][]result, len(asked.Objects))
	for index := range answers {
		answers[index] = make([]result, len(asked.Expressions))
	}
	for place, expression := range asked.Expressions {
		program, err := compiled(env, expression)
		for index, object := range asked.Objects {
			if err != nil {
				answers[index][place] = result{Fault: err.Error()}
				continue
			}
			answers[index][place] = evaluated(program, object)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(answers)
}

func compiled(env *cel.Env, expression string) (cel.Program, error) {
	ast, issues := env.Compile(expression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return env.Program(ast)
}

func evaluated(program cel.Program, object map[string]any) result {
	value, _, err := program.Eval(map[string]any{"object": object})
	if err != nil {
		return result{Fault: err.Error()}
	}
	return result{Value: value.Value()}
}
