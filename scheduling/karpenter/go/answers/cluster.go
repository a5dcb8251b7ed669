package answers

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/utils/resources"
)

// cluster is the API server as Karpenter's scheduler reads it: nodes and the pods on them, nothing else.
// The embedded interface is nil, so whatever else might be called fails loudly.
type cluster struct {
	client.Client
	nodes map[string]*corev1.Node
	pods  []*corev1.Pod
}

func newCluster() *cluster { return &cluster{nodes: map[string]*corev1.Node{}} }

func (c *cluster) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	if node, ok := into.(*corev1.Node); ok {
		if known, isKnown := c.nodes[key.Name]; isKnown {
			known.DeepCopyInto(node)
			return nil
		}
	}
	return errors.NewNotFound(schema.GroupResource{Resource: fmt.Sprintf("%T", into)}, key.Name)
}

func (c *cluster) List(_ context.Context, into client.ObjectList, options ...client.ListOption) error {
	asked := client.ListOptions{}
	asked.ApplyOptions(options)
	switch list := into.(type) {
	case *corev1.PodList:
		list.Items = nil
		for _, pod := range c.pods {
			if isAskedFor(pod, asked) {
				list.Items = append(list.Items, *pod.DeepCopy())
			}
		}
	case *corev1.NamespaceList:
		list.Items = nil
		for _, name := range c.namespaces() {
			labels := map[string]string{corev1.LabelMetadataName: name}
			namespace := corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
			if asked.LabelSelector == nil || asked.LabelSelector.Matches(labelSet(labels)) {
				list.Items = append(list.Items, namespace)
			}
		}
	}
	return nil
}

func isAskedFor(pod *corev1.Pod, asked client.ListOptions) bool {
	if asked.Namespace != "" && asked.Namespace != pod.Namespace {
		return false
	}
	if asked.LabelSelector != nil && !asked.LabelSelector.Matches(labelSet(pod.Labels)) {
		return false
	}
	return asked.FieldSelector == nil || asked.FieldSelector.Matches(fields.Set{"spec.nodeName": pod.Spec.NodeName})
}

// labelSet is k8s.io/apimachinery/pkg/labels.Set without its parser.
type labelSet map[string]string

func (s labelSet) Has(label string) bool              { _, ok := s[label]; return ok }
func (s labelSet) Get(label string) string            { return s[label] }
func (s labelSet) Lookup(label string) (string, bool) { value, ok := s[label]; return value, ok }

func (c *cluster) namespaces() []string {
	names := map[string]bool{metav1.NamespaceDefault: true}
	for _, pod := range c.pods {
		names[pod.Namespace] = true
	}
	return sortedNames(names)
}

// existingNode is a node that runs already.
type existingNode struct {
	Name string `json:"name"`
	// NodePool is empty for a node that is not Karpenter's, such as one of a managed node group.
	NodePool     string            `json:"nodePool"`
	InstanceType string            `json:"instanceType"`
	Zone         string            `json:"zone"`
	CapacityType string            `json:"capacityType"`
	Labels       map[string]string `json:"labels"`
	// Taints are those of the pool where they are left out.
	Taints []corev1.Taint `json:"taints"`
	// NotInitialized: joined, but its devices have not shown up yet.
	NotInitialized bool `json:"notInitialized"`
	// Deleting nodes take no pods and do not count against limits.
	Deleting bool       `json:"deleting"`
	Pods     []podGroup `json:"pods"`
}

// addNode registers a node with its pods, in the API server and in Karpenter's state.
func (c *cluster) addNode(ctx context.Context, known *state.Cluster, clk clock.Clock, n existingNode, it *cloudprovider.InstanceType, pool *v1.NodePool, pods []*corev1.Pod) error {
	labels := map[string]string{}
	for key, requirement := range it.Requirements {
		if values := requirement.Values(); len(values) == 1 && requirement.Operator() == corev1.NodeSelectorOpIn {
			labels[key] = values[0]
		}
	}
	for key, value := range map[string]string{
		corev1.LabelTopologyZone: n.Zone, v1.CapacityTypeLabelKey: n.CapacityType, corev1.LabelHostname: n.Name, v1.NodePoolLabelKey: n.NodePool,
	} {
		if value == "" {
			delete(labels, key)
			continue
		}
		labels[key] = value
	}
	taints := n.Taints
	if pool != nil {
		labels[v1.NodeRegisteredLabelKey] = "true"
		if !n.NotInitialized {
			labels[v1.NodeInitializedLabelKey] = "true"
		}
		labels[v1.NodeClassLabelKey(pool.Spec.Template.Spec.NodeClassRef.GroupKind())] = pool.Spec.Template.Spec.NodeClassRef.Name
		for key, value := range pool.Spec.Template.Labels {
			labels[key] = value
		}
		if taints == nil {
			taints = pool.Spec.Template.Spec.Taints
		}
	}
	for key, value := range n.Labels {
		labels[key] = value
	}
	providerID := "aws:///" + n.Zone + "/" + n.Name
	allocatable := resources.Subtract(it.Capacity, it.Overhead.Total())
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: labels},
		Spec:       corev1.NodeSpec{ProviderID: providerID, Taints: taints},
		Status:     corev1.NodeStatus{Capacity: it.Capacity.DeepCopy(), Allocatable: allocatable},
	}
	c.nodes[n.Name] = node
	for _, pod := range pods {
		pod.Spec.NodeName = n.Name
		pod.Status.Phase = corev1.PodRunning
		c.pods = append(c.pods, pod)
	}
	if pool != nil {
		known.UpdateNodeClaim(nodeClaimOf(node, pool, it, clk))
	}
	if err := known.UpdateNode(ctx, node); err != nil {
		return fmt.Errorf("the node %s: %w", n.Name, err)
	}
	for _, pod := range pods {
		if err := known.UpdatePod(ctx, pod); err != nil {
			return fmt.Errorf("the pod %s on the node %s: %w", pod.Name, n.Name, err)
		}
	}
	if n.Deleting {
		known.MarkForDeletion(providerID)
	}
	return nil
}

func nodeClaimOf(node *corev1.Node, pool *v1.NodePool, it *cloudprovider.InstanceType, clk clock.Clock) *v1.NodeClaim {
	claim := &v1.NodeClaim{
		ObjectMeta: metav1.ObjectMeta{Name: node.Name, Labels: node.Labels, CreationTimestamp: metav1.Time{Time: clk.Now()}},
		Spec: v1.NodeClaimSpec{
			NodeClassRef:  pool.Spec.Template.Spec.NodeClassRef,
			Taints:        pool.Spec.Template.Spec.Taints,
			StartupTaints: pool.Spec.Template.Spec.StartupTaints,
		},
		Status: v1.NodeClaimStatus{
			NodeName:    node.Name,
			ProviderID:  node.Spec.ProviderID,
			Capacity:    it.Capacity,
			Allocatable: node.Status.Allocatable,
		},
	}
	for _, condition := range []string{v1.ConditionTypeLaunched, v1.ConditionTypeRegistered} {
		claim.StatusConditions().SetTrue(condition)
	}
	return claim
}
