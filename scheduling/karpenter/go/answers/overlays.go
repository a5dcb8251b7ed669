package answers

import (
	"context"
	"fmt"
	"regexp"

	"github.com/samber/lo"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/apis/v1alpha1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/controllers/nodeoverlay"
)

// readOverlays changes price and capacity of the pools' types as the NodeOverlays say. Karpenter's own controller
// decides which types an overlay applies to, and which overlays are in conflict. A finding names an overlay that it
// does not apply.
func (p *placement) readOverlays() error {
	if len(p.asked.NodeOverlays) == 0 {
		return nil
	}
	cluster := &overlayCluster{paths: map[string]string{}, found: p.found, pools: p.pools}
	for i, text := range p.asked.NodeOverlays {
		path := fmt.Sprintf("nodeOverlays[%d]", i)
		overlay := v1alpha1.NodeOverlay{}
		if err := read(text, &overlay); err != nil {
			p.found.add(path, "cannot be read: "+err.Error())
			continue
		}
		if fault := overlayFault(overlay); fault != "" {
			p.found.add(path, fault)
			continue
		}
		if _, ok := cluster.paths[overlay.Name]; ok {
			p.found.add(path, fmt.Sprintf("has the name of another overlay, %q", overlay.Name))
			continue
		}
		cluster.paths[overlay.Name] = path
		cluster.overlays = append(cluster.overlays, overlay)
	}
	store := nodeoverlay.NewInstanceTypeStore()
	controller := nodeoverlay.NewController(p.clock, cluster, typesOfPools{types: p.types}, store, p.known)
	if _, err := controller.Reconcile(p.ctx, reconcile.Request{}); err != nil {
		return fmt.Errorf("applying NodeOverlays: %w", err)
	}
	for _, pool := range p.pools {
		for _, of := range []map[string][]*cloudprovider.InstanceType{p.types, p.candidates} {
			overlaid, err := store.ApplyAll(pool.Name, of[pool.Name])
			if err != nil {
				return fmt.Errorf("applying NodeOverlays: %w", err)
			}
			of[pool.Name] = overlaid
		}
	}
	return nil
}

// The CRD's patterns. Karpenter panics on a price that the API server would have refused.
var (
	overlayPrice           = regexp.MustCompile(`^\d+(\.\d+)?$`)
	overlayPriceAdjustment = regexp.MustCompile(`^(([+-](\d*\.?\d+))|(\+\d*\.?\d+%)|(-\d{1,2}(\.\d+)?%)|(-100%))$`)
)

func overlayFault(overlay v1alpha1.NodeOverlay) string {
	price, adjustment := overlay.Spec.Price, overlay.Spec.PriceAdjustment
	switch {
	case overlay.Name == "":
		return "has no metadata.name"
	case len(overlay.Spec.Requirements) > maxRequirements:
		return fmt.Sprintf("has too many requirements, got %d; expected at most %d", len(overlay.Spec.Requirements), maxRequirements)
	case price != nil && !overlayPrice.MatchString(*price):
		return fmt.Sprintf("has a spec.price that is no price, got %q", *price)
	case adjustment != nil && !overlayPriceAdjustment.MatchString(*adjustment):
		return fmt.Sprintf("has a spec.priceAdjustment that is no adjustment, got %q", *adjustment)
	}
	return ""
}

// typesOfPools is the provider as the controller of NodeOverlays asks it.
type typesOfPools struct {
	cloudprovider.CloudProvider
	types map[string][]*cloudprovider.InstanceType
}

func (t typesOfPools) GetInstanceTypes(_ context.Context, pool *v1.NodePool) ([]*cloudprovider.InstanceType, error) {
	return t.types[pool.Name], nil
}

// overlayCluster is the API server as the controller of NodeOverlays uses it: it lists pools and overlays, and writes
// the status of overlays.
type overlayCluster struct {
	client.Client
	pools    []*v1.NodePool
	overlays []v1alpha1.NodeOverlay
	// paths are the places of the overlays in the question, by name.
	paths map[string]string
	found *findings
}

func (c *overlayCluster) List(_ context.Context, into client.ObjectList, _ ...client.ListOption) error {
	switch list := into.(type) {
	case *v1.NodePoolList:
		list.Items = lo.Map(c.pools, func(pool *v1.NodePool, _ int) v1.NodePool { return *pool })
	case *v1alpha1.NodeOverlayList:
		list.Items = c.overlays
	}
	return nil
}

func (c *overlayCluster) Status() client.SubResourceWriter { return statusWriter{cluster: c} }

// statusWriter turns the status of an overlay that is not applied into a finding.
type statusWriter struct {
	client.SubResourceWriter
	cluster *overlayCluster
}

func (w statusWriter) Patch(_ context.Context, object client.Object, _ client.Patch, _ ...client.SubResourcePatchOption) error {
	overlay, ok := object.(*v1alpha1.NodeOverlay)
	if !ok {
		return fmt.Errorf("a status of %T is not expected", object)
	}
	condition := overlay.StatusConditions().Get(v1alpha1.ConditionTypeValidationSucceeded)
	if condition.IsFalse() {
		w.cluster.found.add(w.cluster.paths[overlay.Name], "is not applied: "+condition.Message)
	}
	return nil
}
