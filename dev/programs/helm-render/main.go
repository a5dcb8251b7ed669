// Renders charts with given values, as Helm does, without a cluster.
//
// One process renders many: the standard input is a JSON list of requests, the standard output a JSON list of answers
// in the same order. A fault of a chart or of values is part of its answer; the exit code is 2 for anything else.
// What Helm only warns of is a fault here, and so is a field that Kubernetes does not know.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

type request struct {
	// Chart is the folder of the chart.
	Chart string `json:"chart"`
	// ReleaseName and Namespace are what templates see as .Release.
	ReleaseName string `json:"releaseName"`
	Namespace   string `json:"namespace"`
	// KubeVersion is the minor that templates see as .Capabilities, such as 1.35.
	KubeVersion string `json:"kubeVersion"`
	// APIVersions are kinds of the cluster besides Kubernetes's own, such as monitoring.coreos.com/v1.
	APIVersions []string `json:"apiVersions"`
	// Values override the chart's own.
	Values map[string]any `json:"values"`
}

type answer struct {
	// Fault says why nothing was rendered.
	Fault string `json:"fault,omitempty"`
	// Defaults are the chart's own values.
	Defaults map[string]any `json:"defaults,omitempty"`
	// Manifests are the rendered objects in the order in which Helm installs them, hooks last.
	Manifests []map[string]any `json:"manifests,omitempty"`
	// CRDs are the objects of the chart's crds folder, which values do not reach.
	CRDs []map[string]any `json:"crds,omitempty"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "helm-render: %s\n", err)
		os.Exit(2)
	}
}

func run(input io.Reader, output io.Writer) error {
	var requests []request
	decoder := json.NewDecoder(input)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&requests); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	answers := make([]answer, len(requests))
	for index, one := range requests {
		// Each request loads its own copy: which sub-charts are on depends on the values, and Helm takes the others out.
		loaded, err := loader.LoadDir(one.Chart)
		if err != nil {
			return err
		}
		rendered, err := render(loaded, one)
		if err != nil {
			rendered = answer{Fault: err.Error()}
		}
		answers[index] = rendered
	}
	return json.NewEncoder(output).Encode(answers)
}

func render(loaded *chart.Chart, one request) (answer, error) {
	version, err := chartutil.ParseKubeVersion(one.KubeVersion)
	if err != nil {
		return answer{}, err
	}
	if loaded.Metadata.KubeVersion != "" && !chartutil.IsCompatibleRange(loaded.Metadata.KubeVersion, version.String()) {
		return answer{}, fmt.Errorf("chart wants Kubernetes %s, got %s", loaded.Metadata.KubeVersion, version)
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *version
	capabilities.APIVersions = append(capabilities.APIVersions, one.APIVersions...)
	release := chartutil.ReleaseOptions{Name: one.ReleaseName, Namespace: one.Namespace, Revision: 1, IsInstall: true}
	defaults := loaded.Values
	if err := chartutil.ProcessDependenciesWithMerge(loaded, one.Values); err != nil {
		return answer{}, err
	}
	// It also checks the values by the chart's schema, where it has one, and logs a value of another shape than the
	// chart's, such as a text in place of a map.
	var warnings bytes.Buffer
	log.SetFlags(0)
	log.SetOutput(&warnings)
	values, err := chartutil.ToRenderValues(loaded, one.Values, release, capabilities)
	if err != nil {
		return answer{}, err
	}
	if warnings.Len() > 0 {
		return answer{}, errors.New(strings.TrimSpace(warnings.String()))
	}
	files, err := engine.Engine{}.Render(loaded, values)
	if err != nil {
		return answer{}, err
	}
	manifests, err := objectsOf(files, capabilities)
	if err != nil {
		return answer{}, err
	}
	crds, err := crdsOf(loaded)
	return answer{Defaults: defaults, Manifests: manifests, CRDs: crds}, err
}

func objectsOf(files map[string]string, capabilities *chartutil.Capabilities) ([]map[string]any, error) {
	for name := range files {
		if path.Ext(name) == ".txt" {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, capabilities.APIVersions, releaseutil.InstallOrder)
	if err != nil {
		return nil, err
	}
	objects := make([]map[string]any, 0, len(manifests)+len(hooks))
	for _, manifest := range manifests {
		if objects, err = withObject(objects, manifest.Name, manifest.Content); err != nil {
			return nil, err
		}
	}
	for _, hook := range hooks {
		if objects, err = withObject(objects, hook.Path, hook.Manifest); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

func crdsOf(loaded *chart.Chart) ([]map[string]any, error) {
	crds := loaded.CRDObjects()
	sort.Slice(crds, func(i, j int) bool { return crds[i].Filename < crds[j].Filename })
	objects := make([]map[string]any, 0, len(crds))
	var err error
	for _, crd := range crds {
		if objects, err = withObject(objects, crd.Filename, string(crd.File.Data)); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

var kinds = func() *runtime.Scheme {
	all := runtime.NewScheme()
	utilruntime.Must(scheme.AddToScheme(all))
	utilruntime.Must(apiextensions.AddToScheme(all))
	return all
}()

var strict = serializer.NewCodecFactory(kinds, serializer.EnableStrict).UniversalDeserializer()

// A key that occurs twice and a field that the kind does not have are faults: Kubernetes would drop both in silence.
// Fields of custom resources are not looked at.
func withObject(objects []map[string]any, name, content string) ([]map[string]any, error) {
	var object map[string]any
	if err := yaml.UnmarshalStrict([]byte(content), &object); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	// A template of which the values leave no more than comments makes nothing.
	if object == nil {
		return objects, nil
	}
	if _, _, err := strict.Decode([]byte(content), nil, nil); err != nil && !runtime.IsNotRegisteredError(err) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return append(objects, object), nil
}
