import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  allowedKarpenterAwsLabelKeys,
  labelKeyFault,
  nodeTypeLabelKey,
  normalizedLabelKey,
  wellKnownLabelKeys,
  workloadLabelKey,
} from "../../../scheduling/requirements/labels";
import { faultText } from "../../../scheduling/values/fault";

describe("label keys", () => {
  it("of the platform name the workload class of a pool and its tier", () => {
    assert.deepEqual([workloadLabelKey, nodeTypeLabelKey], ["workload", "node-type"]);
  });

  it("allow exactly the 28 keys of karpenter.k8s.aws that the CRD names", () => {
    assert.deepEqual([...allowedKarpenterAwsLabelKeys].sort(), [
      "karpenter.k8s.aws/capacity-reservation-id",
      "karpenter.k8s.aws/capacity-reservation-interruptible",
      "karpenter.k8s.aws/capacity-reservation-type",
      "karpenter.k8s.aws/ec2nodeclass",
      "karpenter.k8s.aws/instance-accelerator-count",
      "karpenter.k8s.aws/instance-accelerator-manufacturer",
      "karpenter.k8s.aws/instance-accelerator-name",
      "karpenter.k8s.aws/instance-capability-flex",
      "karpenter.k8s.aws/instance-category",
      "karpenter.k8s.aws/instance-cpu",
      "karpenter.k8s.aws/instance-cpu-manufacturer",
      "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz",
      "karpenter.k8s.aws/instance-ebs-bandwidth",
      "karpenter.k8s.aws/instance-encryption-in-transit-supported",
      "karpenter.k8s.aws/instance-family",
      "karpenter.k8s.aws/instance-generation",
      "karpenter.k8s.aws/instance-gpu-count",
      "karpenter.k8s.aws/instance-gpu-manufacturer",
      "karpenter.k8s.aws/instance-gpu-memory",
      "karpenter.k8s.aws/instance-gpu-name",
      "karpenter.k8s.aws/instance-hypervisor",
      "karpenter.k8s.aws/instance-local-nvme",
      "karpenter.k8s.aws/instance-memory",
      "karpenter.k8s.aws/instance-network-bandwidth",
      "karpenter.k8s.aws/instance-size",
      "karpenter.k8s.aws/instance-tenancy",
      "karpenter.k8s.aws/placement-group-id",
      "karpenter.k8s.aws/placement-group-partition",
    ]);
  });

  it("include 36 well-known keys: those of Karpenter, the zone id, and all of AWS but the node class", () => {
    assert.equal(wellKnownLabelKeys.size, 36);
    const others = [...wellKnownLabelKeys].filter((key) => !key.startsWith("karpenter.k8s.aws/"));
    assert.deepEqual(others.sort(), [
      "karpenter.sh/capacity-type",
      "karpenter.sh/nodepool",
      "kubernetes.io/arch",
      "kubernetes.io/os",
      "node.kubernetes.io/instance-type",
      "node.kubernetes.io/windows-build",
      "topology.k8s.aws/zone-id",
      "topology.kubernetes.io/region",
      "topology.kubernetes.io/zone",
    ]);
    assert.equal(wellKnownLabelKeys.has("karpenter.k8s.aws/ec2nodeclass"), false);
  });

  const accepted = [
    "karpenter.sh/capacity-type",
    "karpenter.k8s.aws/instance-gpu-count",
    "node.kubernetes.io/instance-type",
    "kubernetes.io/arch",
    "topology.kubernetes.io/zone",
    "node-type",
    "team",
    "example.com/team",
    `${"a".repeat(63)}`,
    `${"a".repeat(253)}/${"x".repeat(62)}`,
    "a/b",
    "a.b/c",
  ];
  for (const key of accepted) {
    it(`accept ${key}`, () => assert.equal(labelKeyFault(key), undefined));
  }

  const refused: readonly [string, RegExp][] = [
    ["karpenter.k8s.aws/instance-type", /use node\.kubernetes\.io\/instance-type/],
    ["karpenter.k8s.aws/instance-pods", /only 28 keys are allowed/],
    ["foo.karpenter.k8s.aws/x", /only 28 keys are allowed/],
    ["mykarpenter.k8s.aws", /only 28 keys are allowed/],
    ["karpenter.sh/nodepool", /Karpenter sets it on each node itself/],
    ["kubernetes.io/hostname", /Karpenter sets it on each node itself/],
    ["karpenter.sh/anything", /only karpenter\.sh\/capacity-type is allowed/],
    ["my-karpenter.sh/x", /only karpenter\.sh\/capacity-type is allowed/],
    ["karpenter.k8s.aws/ec2nodeclass", /refused by Karpenter at run time/],
    ["", /is no label key/],
    ["Has Space", /is no label key/],
    ["UPPER.example.com/x", /is no label key/],
    ["a/b/c", /is no label key/],
    ["-x", /is no label key/],
    ["x".repeat(317), /is no label key/],
    ["x".repeat(64), /a prefix has at most 253 characters and a name 63/],
    [`${"a".repeat(254)}/x`, /a prefix has at most 253 characters and a name 63/],
  ];
  for (const [key, reason] of refused) {
    it(`refuse "${key.slice(0, 40)}" (${key.length} characters)`, () => {
      const fault = labelKeyFault(key);
      assert.match(fault === undefined ? "accepted" : faultText(fault), reason);
    });
  }

  // See karpenter-provider-aws v1.14.1: pkg/operator/operator.go, line 81.
  it("of the zone of an EBS volume become the zone key of the node", () => {
    assert.equal(
      normalizedLabelKey("topology.ebs.csi.aws.com/zone"),
      "topology.kubernetes.io/zone",
    );
  });

  it("of the beta API become today's keys", () => {
    assert.deepEqual(
      [
        "failure-domain.beta.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region",
        "beta.kubernetes.io/arch",
        "beta.kubernetes.io/os",
        "beta.kubernetes.io/instance-type",
        "kubernetes.io/arch",
      ].map(normalizedLabelKey),
      [
        "topology.kubernetes.io/zone",
        "topology.kubernetes.io/region",
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "node.kubernetes.io/instance-type",
        "kubernetes.io/arch",
      ],
    );
  });
});
