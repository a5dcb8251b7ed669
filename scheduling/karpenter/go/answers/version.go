package answers

import (
	"runtime"
	"runtime/debug"
	"strings"
)

type versions struct {
	// Karpenter is the version of sigs.k8s.io/karpenter, and ProviderAws that of karpenter-provider-aws, without v.
	Karpenter   string `json:"karpenter"`
	ProviderAws string `json:"providerAws"`
	// Go is the toolchain's version, as in go1.27.3.
	Go string `json:"go"`
}

func answerVersion(_ []byte, _ *findings) (any, error) {
	out := versions{Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return out, nil
	}
	for _, module := range info.Deps {
		switch module.Path {
		case "sigs.k8s.io/karpenter":
			out.Karpenter = strings.TrimPrefix(module.Version, "v")
		case "github.com/aws/karpenter-provider-aws":
			out.ProviderAws = strings.TrimPrefix(module.Version, "v")
		}
	}
	return out, nil
}
