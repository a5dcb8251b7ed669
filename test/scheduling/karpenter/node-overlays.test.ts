import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { PlacementQuestion } from "../../../scheduling/karpenter/questions";
import { gpuTaint, instanceTypeIn, nodePool, pods, usWest2 } from "./manifests";

const training = nodePool("training", {
  requirements: [instanceTypeIn("p5.48xlarge")],
  taints: [gpuTaint],
});

/** What AWS's example requests: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html */
const efaPod = pods("efa", 1, {
  tolerations: [{ operator: "Exists" }],
  limits: {
    "nvidia.com/gpu": "8",
    "vpc.amazonaws.com/efa": "32",
    "hugepages-2Mi": "5120Mi",
    memory: "32000Mi",
  },
});

function overlay(name: string, spec: Record<string, unknown>): unknown {
  return {
    apiVersion: "karpenter.sh/v1alpha1",
    kind: "NodeOverlay",
    metadata: { name },
    spec: {
      requirements: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["training"] }],
      ...spec,
    },
  };
}

const hugePages = overlay("huge-pages", { capacity: { "hugepages-2Mi": "10256Mi" } });

describe("the embedded Karpenter with NodeOverlays", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  const place = (question: Partial<PlacementQuestion>) =>
    karpenter.place({
      nodePools: [training],
      pods: [efaPod],
      offerings: usWest2,
      instanceTypes: ["p5.48xlarge"],
      ...question,
    });

  // https://github.com/kubernetes-sigs/karpenter/issues/751
  it("leaves a pod with EFA pending, because no type has huge pages", () => {
    const { answer, findings } = place({});
    assert.deepEqual(findings, []);
    assert.deepEqual(answer?.nodeClaims, []);
    assert.match(answer.unschedulable[0]?.error ?? "", /no instance type has enough resources/);
  });

  it("launches a node for the same pod where an overlay adds the huge pages", () => {
    const { answer, findings } = place({ nodeOverlays: [hugePages] });
    assert.deepEqual(findings, []);
    assert.deepEqual(answer?.unschedulable, []);
    assert.equal(answer.nodeClaims[0]?.launch?.pools[0]?.instanceType, "p5.48xlarge");
  });

  it("takes the huge pages off the memory of the node, as the kubelet does", () => {
    const most = (memory: string) =>
      place({
        nodeOverlays: [hugePages],
        pods: [pods("large", 1, { tolerations: [{ operator: "Exists" }], limits: { memory } })],
      }).answer?.nodeClaims.length;
    // p5.48xlarge has 2048 GiB, and about 1890 GiB are left for pods.
    assert.equal(most("1870Gi"), 1);
    assert.equal(most("1885Gi"), 0);
  });

  it("applies an overlay only to the pool that it names", () => {
    const other = overlay("other", {
      requirements: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["other"] }],
      capacity: { "hugepages-2Mi": "10256Mi" },
    });
    assert.deepEqual(place({ nodeOverlays: [other] }).answer?.nodeClaims, []);
  });

  it("applies the first of two overlays of equal weight that set the same resource, and names the other", () => {
    const more = overlay("more-pages", { capacity: { "hugepages-2Mi": "20Gi" } });
    const { findings } = place({ nodeOverlays: [hugePages, more] });
    assert.equal(findings.length, 1);
    assert.match(
      `${findings[0]?.path} ${findings[0]?.problem}`,
      /^nodeOverlays\[\d\] is not applied: conflict with another overlay$/,
    );
    assert.deepEqual(
      place({
        nodeOverlays: [hugePages, overlay("shares", { capacity: { "example.com/share": "4" } })],
      }).findings,
      [],
    );
  });

  it("uses the price of an overlay", () => {
    const { answer } = place({ nodeOverlays: [hugePages, overlay("price", { price: "12.5" })] });
    assert.equal(answer?.nodeClaims[0]?.instanceTypes[0]?.usdPerHour, 12.5);
  });

  it("returns what the API server or Karpenter refuses as a finding", () => {
    const findingsOf = (...nodeOverlays: unknown[]) =>
      place({ nodeOverlays }).findings.map(({ path, problem }) => `${path} ${problem}`);
    assert.match(findingsOf(7).join(), /^nodeOverlays\[0\] cannot be read/);
    assert.deepEqual(findingsOf({ spec: {} }), ["nodeOverlays[0] has no metadata.name"]);
    assert.deepEqual(findingsOf(overlay("a", { price: "cheap" })), [
      'nodeOverlays[0] has a spec.price that is no price, got "cheap"',
    ]);
    assert.deepEqual(findingsOf(overlay("a", { priceAdjustment: "half" })), [
      'nodeOverlays[0] has a spec.priceAdjustment that is no adjustment, got "half"',
    ]);
    assert.deepEqual(findingsOf(hugePages, hugePages), [
      'nodeOverlays[1] has the name of another overlay, "huge-pages"',
    ]);
    assert.match(
      findingsOf(overlay("efa", { capacity: { "vpc.amazonaws.com/efa": "64" } })).join(),
      /^nodeOverlays\[0\] is not applied: .*vpc\.amazonaws\.com\/efa.*restricted/,
    );
  });
});
