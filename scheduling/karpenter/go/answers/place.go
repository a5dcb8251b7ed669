package answers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/samber/lo"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	testclock "k8s.io/utils/clock/testing"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	karpsched "sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/events"
	"sigs.k8s.io/karpenter/pkg/operator/options"
	"sigs.k8s.io/karpenter/pkg/utils/daemonset"
	nodepoolutils "sigs.k8s.io/karpenter/pkg/utils/nodepool"
)

type placeInput struct {
	NodePools  []json.RawMessage `json:"nodePools"`
	Pods       []podGroup        `json:"pods"`
	DaemonSets []json.RawMessage `json:"daemonSets"`
	Nodes      []existingNode    `json:"nodes"`
	Offerings  offeringsInput    `json:"offerings"`
	// NodeClasses has what differs from Offerings for the pools of a node class, by its name.
	NodeClasses map[string]nodeClass `json:"nodeClasses"`
	// Pools has what differs further for a pool, by its name.
	Pools map[string]poolOfferings `json:"pools"`
	// NodeOverlays change price and capacity of the pools' types.
	NodeOverlays []json.RawMessage `json:"nodeOverlays"`
	Settings     settings          `json:"settings"`
	// At is the time of the batch.
	At time.Time `json:"at"`
	// TimeoutSeconds bounds the work; Karpenter itself stops after 60.
	TimeoutSeconds float64 `json:"timeoutSeconds"`
	// MaxInstanceTypes is how many types of a claim are listed.
	MaxInstanceTypes int `json:"maxInstanceTypes"`
}

type nodeClass struct {
	// Zones are the names of its subnets' zones; all where left out.
	Zones        []string      `json:"zones"`
	Reservations []reservation `json:"reservations"`
}

type poolOfferings struct {
	Reservations []reservation                `json:"reservations"`
	Resources    map[string]map[string]string `json:"resources"`
}

type placeAnswer struct {
	NodeClaims    []claimAnswer       `json:"nodeClaims"`
	ExistingNodes []existingPlacement `json:"existingNodes"`
	Unschedulable []unschedulablePods `json:"unschedulable"`
	// SkippedPools took no part at all.
	SkippedPools []poolReason `json:"skippedPools"`
	// Undecided pods were not looked at before the time was over.
	Undecided []string `json:"undecided"`
}

type existingPlacement struct {
	Node string   `json:"node"`
	Pods []string `json:"pods"`
}

// unschedulablePods are told the same, so they are told it once.
type unschedulablePods struct {
	Pods []string `json:"pods"`
	// Error is Karpenter's own text.
	Error string `json:"error"`
	// Reserved: not unschedulable for good, but put off until reserved capacity is free again.
	Reserved bool         `json:"reserved,omitempty"`
	ByPool   []poolReason `json:"byPool"`
}

type poolReason struct {
	NodePool string   `json:"nodePool"`
	Reasons  []string `json:"reasons"`
}

// placement is one run of Karpenter's scheduler.
type placement struct {
	ctx   context.Context
	asked placeInput
	found *findings
	clock *testclock.FakeClock
	api   *cluster
	known *state.Cluster
	pools []*v1.NodePool
	// static pools launch nothing for pods, but may have nodes.
	static []*v1.NodePool
	// types are all of the pool's node class, and candidates those that the pool's template leaves.
	types      map[string][]*cloudprovider.InstanceType
	candidates map[string][]*cloudprovider.InstanceType
	pods       []*corev1.Pod
	daemons    []*corev1.Pod
	serial     int
	skipped    []poolReason
	noTypes    map[string]string
}

func (s *Session) answerPlace(input []byte, found *findings) (any, error) {
	p := &placement{found: found, api: newCluster(), types: map[string][]*cloudprovider.InstanceType{}, candidates: map[string][]*cloudprovider.InstanceType{}, noTypes: map[string]string{}, skipped: []poolReason{}}
	if err := read(input, &p.asked); err != nil {
		return nil, fmt.Errorf("the placement cannot be read: %w", err)
	}
	p.asked.MaxInstanceTypes = lo.CoalesceOrEmpty(p.asked.MaxInstanceTypes, 60)
	p.asked.TimeoutSeconds = lo.CoalesceOrEmpty(p.asked.TimeoutSeconds, 60)
	p.ctx = contextWith(p.asked.Settings)
	p.clock = testclock.NewFakeClock(p.asked.At)
	p.known = state.NewCluster(p.clock, p.api, nil)
	if err := p.readPools(s); err != nil {
		return nil, err
	}
	if err := p.readOverlays(); err != nil {
		return nil, err
	}
	p.pods = readPods(p.asked.Pods, "pods", &p.serial, found)
	p.readDaemonSets()
	if err := p.readNodes(s); err != nil {
		return nil, err
	}
	return p.solve()
}

// readPools keeps what Provisioner.NewScheduler keeps, in its order (provisioner.go:271).
func (p *placement) readPools(s *Session) error {
	if len(p.asked.NodePools) > maxNodePools {
		return fmt.Errorf("has too many NodePools, got %d; expected at most %d", len(p.asked.NodePools), maxNodePools)
	}
	names := map[string]bool{}
	for i, text := range p.asked.NodePools {
		path := fmt.Sprintf("nodePools[%d]", i)
		pool := s.nodePool(text, path, p.found)
		switch {
		case pool == nil:
			continue
		case names[pool.Name]:
			p.found.add(path, fmt.Sprintf("has the name of another pool, %q", pool.Name))
			continue
		case nodepoolutils.IsStatic(pool):
			p.skipped = append(p.skipped, poolReason{pool.Name, []string{"has replicas: its nodes do not follow pods"}})
			names[pool.Name] = true
			all, err := s.universeOf(p.offeringsOf(pool))
			if err != nil {
				return err
			}
			p.types[pool.Name] = all.types
			p.static = append(p.static, pool)
			continue
		}
		names[pool.Name] = true
		all, err := s.universeOf(p.offeringsOf(pool))
		if err != nil {
			return err
		}
		p.types[pool.Name] = all.types
		p.candidates[pool.Name] = all.candidates(pool, string(options.FromContext(p.ctx).MinValuesPolicy))
		p.pools = append(p.pools, pool)
	}
	nodepoolutils.OrderByWeight(p.pools)
	return nil
}

const maxNodePools = 500

func (p *placement) offeringsOf(pool *v1.NodePool) offeringsInput {
	offerings := p.asked.Offerings
	class := p.asked.NodeClasses[pool.Spec.Template.Spec.NodeClassRef.Name]
	if class.Zones != nil {
		offerings.Zones = lo.Filter(offerings.Zones, func(z zone, _ int) bool { return slices.Contains(class.Zones, z.Name) })
	}
	if class.Reservations != nil {
		offerings.Reservations = class.Reservations
	}
	own := p.asked.Pools[pool.Name]
	if own.Reservations != nil {
		offerings.Reservations = own.Reservations
	}
	offerings.Resources = own.Resources
	return offerings
}

func (p *placement) readDaemonSets() {
	for i, text := range p.asked.DaemonSets {
		path := fmt.Sprintf("daemonSets[%d]", i)
		set := &appsv1.DaemonSet{}
		if err := read(text, set); err != nil {
			p.found.add(path, "cannot be read: "+err.Error())
			continue
		}
		pod := daemonset.PodForDaemonSet(set)
		if faults := podFaults(pod, path); len(faults) > 0 {
			p.found.list = append(p.found.list, faults...)
			continue
		}
		// Instance types are grouped by the names of their daemons, so each needs one.
		pod.Name = lo.CoalesceOrEmpty(pod.Name, set.Name, fmt.Sprintf("daemonset-%d", i))
		requestLimits(pod)
		admit(pod)
		p.daemons = append(p.daemons, pod)
	}
}

func (p *placement) readNodes(s *Session) error {
	pools := lo.SliceToMap(slices.Concat(p.pools, p.static), func(pool *v1.NodePool) (string, *v1.NodePool) { return pool.Name, pool })
	shared, err := s.universeOf(p.asked.Offerings)
	if err != nil {
		return err
	}
	for i, node := range p.asked.Nodes {
		path := fmt.Sprintf("nodes[%d]", i)
		pool := pools[node.NodePool]
		if node.NodePool != "" && pool == nil {
			p.found.add(path, fmt.Sprintf("belongs to a NodePool that is not there, %q", node.NodePool))
			continue
		}
		types := shared.types
		if pool != nil {
			types = p.types[pool.Name]
		}
		it, ok := lo.Find(types, func(it *cloudprovider.InstanceType) bool { return it.Name == node.InstanceType })
		if !ok {
			p.found.add(path, fmt.Sprintf("has an instance type that the region does not offer, %q", node.InstanceType))
			continue
		}
		node.Name = lo.CoalesceOrEmpty(node.Name, fmt.Sprintf("node-%d", i))
		pods := readPods(node.Pods, path+".pods", &p.serial, p.found)
		if err := p.api.addNode(p.ctx, p.known, p.clock, node, it, pool, pods); err != nil {
			return err
		}
	}
	return nil
}

// solve follows Provisioner.Schedule (provisioner.go:368).
func (p *placement) solve() (*placeAnswer, error) {
	if len(p.pools) == 0 && len(p.api.nodes) == 0 {
		return p.withoutPools(), nil
	}
	opts := []karpsched.Options{
		karpsched.DisableReservedCapacityFallback,
		karpsched.NumConcurrentReconciles(1),
		karpsched.MinValuesPolicy(options.FromContext(p.ctx).MinValuesPolicy),
	}
	if options.FromContext(p.ctx).PreferencePolicy == options.PreferencePolicyIgnore {
		opts = append(opts, karpsched.IgnorePreferences)
	}
	nodes := p.known.DeepCopyNodes().Active()
	topology, err := karpsched.NewTopology(p.ctx, p.api, p.known, nodes, p.pools, p.topologyTypes(), p.pods, opts...)
	if err != nil {
		return nil, fmt.Errorf("tracking topology counts: %w", err)
	}
	scheduler := karpsched.NewScheduler(p.ctx, p.api, p.pools, p.known, nodes, topology, p.candidates, p.daemons, p, p.clock, nil, nil, opts...)
	ctx := deadline{p.ctx, time.Now().Add(time.Duration(p.asked.TimeoutSeconds * float64(time.Second)))}
	results, err := scheduler.Solve(ctx, p.pods)
	if err != nil && err != context.DeadlineExceeded {
		return nil, err
	}
	whole := map[*karpsched.NodeClaim]func(cloudprovider.InstanceTypes) cloudprovider.InstanceTypes{}
	for _, claim := range results.NewNodeClaims {
		// Equal prices keep this order, so that the answer does not change from run to run.
		slices.SortFunc(claim.InstanceTypeOptions, func(a, b *cloudprovider.InstanceType) int { return strings.Compare(a.Name, b.Name) })
		claim.InstanceTypeOptions, whole[claim] = lightened(claim.InstanceTypeOptions, claim.Requirements)
	}
	results = results.TruncateInstanceTypes(p.ctx, karpsched.MaxInstanceTypes)
	for _, claim := range results.NewNodeClaims {
		claim.InstanceTypeOptions = whole[claim](claim.InstanceTypeOptions)
	}
	return p.read(results), nil
}

// Publish implements events.Recorder; the scheduler tells it which pools are left without instance types.
func (p *placement) Publish(published ...events.Event) {
	for _, event := range published {
		if pool, ok := event.InvolvedObject.(*v1.NodePool); ok {
			p.noTypes[pool.Name] = event.Message
		}
	}
}

// deadline needs no timer: Solve asks between pods.
type deadline struct {
	context.Context
	at time.Time
}

func (d deadline) Err() error {
	if time.Now().After(d.at) {
		return context.DeadlineExceeded
	}
	return d.Context.Err()
}

func (p *placement) withoutPools() *placeAnswer {
	answer := p.emptyAnswer()
	if len(p.pods) > 0 {
		answer.Unschedulable = append(answer.Unschedulable, unschedulablePods{Pods: podNames(p.pods), Error: "no dynamic nodepools found", ByPool: []poolReason{}})
	}
	return answer
}

func (p *placement) emptyAnswer() *placeAnswer {
	return &placeAnswer{NodeClaims: []claimAnswer{}, ExistingNodes: []existingPlacement{}, Unschedulable: []unschedulablePods{}, SkippedPools: p.skipped, Undecided: []string{}}
}

func (p *placement) read(results karpsched.Results) *placeAnswer {
	answer := p.emptyAnswer()
	// Why these pools are out, in the scheduler's own words: what a pod that asks for nothing would be told.
	for _, pool := range p.pools {
		message, isOut := p.noTypes[pool.Name]
		if !isOut {
			continue
		}
		reasons := []string{message}
		if _, err := filterTypes(p.types[pool.Name], karpsched.NewNodeClaimTemplate(pool).Requirements, nil, string(options.FromContext(p.ctx).MinValuesPolicy)); err != nil {
			reasons = append(reasons, textsOf(err)...)
		}
		answer.SkippedPools = append(answer.SkippedPools, poolReason{pool.Name, reasons})
	}
	seen := map[string]bool{}
	for _, claim := range results.NewNodeClaims {
		one := p.readClaim(claim)
		for _, pod := range one.Pods {
			seen[pod] = true
		}
		answer.NodeClaims = append(answer.NodeClaims, one)
	}
	slices.SortStableFunc(answer.NodeClaims, compareClaims)
	for _, node := range results.ExistingNodes {
		if len(node.Pods) == 0 {
			continue
		}
		one := existingPlacement{Node: node.Name(), Pods: podNames(node.Pods)}
		for _, pod := range one.Pods {
			seen[pod] = true
		}
		answer.ExistingNodes = append(answer.ExistingNodes, one)
	}
	for _, pod := range p.pods {
		err, failed := results.PodErrors[pod]
		if !failed {
			continue
		}
		seen[pod.Name] = true
		answer.addError(p.readError(pod, err, answer.SkippedPools))
	}
	for _, pod := range p.pods {
		if !seen[pod.Name] {
			answer.Undecided = append(answer.Undecided, pod.Name)
		}
	}
	return answer
}

func (a *placeAnswer) addError(one unschedulablePods) {
	for i, known := range a.Unschedulable {
		if known.Error == one.Error && known.Reserved == one.Reserved && slices.EqualFunc(known.ByPool, one.ByPool, equalReasons) {
			a.Unschedulable[i].Pods = append(a.Unschedulable[i].Pods, one.Pods...)
			return
		}
	}
	a.Unschedulable = append(a.Unschedulable, one)
}

func equalReasons(a, b poolReason) bool {
	return a.NodePool == b.NodePool && slices.Equal(a.Reasons, b.Reasons)
}

func podNames(pods []*corev1.Pod) []string {
	names := lo.Map(pods, func(pod *corev1.Pod, _ int) string { return pod.Name })
	slices.SortFunc(names, compareNames)
	return names
}

// compareNames puts web-2 before web-10.
func compareNames(a, b string) int {
	if len(a) != len(b) && strings.TrimRight(a, "0123456789") == strings.TrimRight(b, "0123456789") {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func compareClaims(a, b claimAnswer) int {
	if a.NodePool != b.NodePool {
		return strings.Compare(a.NodePool, b.NodePool)
	}
	return compareNames(lo.FirstOrEmpty(a.Pods), lo.FirstOrEmpty(b.Pods))
}
