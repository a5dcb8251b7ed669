package answers

import (
	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
)

// The provider's operator package, which is not part of this program, adds the zone key of EBS volumes when it starts:
// pkg/operator/operator.go:82 of karpenter-provider-aws v1.15.2.
func init() {
	v1.NormalizedLabels = lo.Assign(v1.NormalizedLabels, map[string]string{"topology.ebs.csi.aws.com/zone": corev1.LabelTopologyZone})
}
