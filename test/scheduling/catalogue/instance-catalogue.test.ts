import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  acceleratorOf,
  capacityOf,
  efaInterfacesOf,
  catalogueSource,
  instanceType,
  instanceTypes,
  type InstanceType,
} from "../../../scheduling/catalogue/instance-catalogue";
import { wellKnownLabelKeys } from "../../../scheduling/requirements/labels";

function named(name: string): InstanceType {
  const type = instanceType(name);
  assert.ok(type !== undefined, name);
  return type;
}

describe("the instance catalogue", () => {
  it("holds 1,363 types, ordered by name, 83 of them with an accelerator", () => {
    const names = instanceTypes().map((type) => type.name);
    assert.equal(names.length, 1363);
    assert.deepEqual(names, [...names].sort());
    assert.equal(new Set(names).size, 1363);
    assert.equal(instanceTypes().filter((type) => acceleratorOf(type)).length, 83);
  });

  it("counts its accelerators by kind", () => {
    const kinds = new Map<string, number>();
    for (const type of instanceTypes()) {
      const kind = acceleratorOf(type)?.kind;
      if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(kinds), { qualcomm: 1, amd: 5, nvidia: 65, neuron: 12 });
  });

  it("has only well-known labels, so that requirements on other labels exclude nothing", () => {
    const keys = new Set(instanceTypes().flatMap(({ labels }) => Object.keys(labels)));
    assert.deepEqual(
      [...keys].filter((key) => !wellKnownLabelKeys.has(key)),
      [],
    );
  });

  it("is read once", () => {
    assert.equal(instanceTypes(), instanceTypes());
  });

  it("says where labels and prices come from", () => {
    assert.match(catalogueSource.labels, /^Karpenter 1\.14 reference documentation/);
    assert.match(catalogueSource.prices, /static price table/);
    assert.equal(catalogueSource.date, "2026-07-20");
  });

  it("has g5.xlarge in full", () => {
    assert.deepEqual(named("g5.xlarge"), {
      name: "g5.xlarge",
      labels: {
        "karpenter.k8s.aws/instance-capability-flex": "false",
        "karpenter.k8s.aws/instance-category": "g",
        "karpenter.k8s.aws/instance-cpu": "4",
        "karpenter.k8s.aws/instance-cpu-manufacturer": "amd",
        "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz": "3300",
        "karpenter.k8s.aws/instance-ebs-bandwidth": "3500",
        "karpenter.k8s.aws/instance-encryption-in-transit-supported": "true",
        "karpenter.k8s.aws/instance-family": "g5",
        "karpenter.k8s.aws/instance-generation": "5",
        "karpenter.k8s.aws/instance-gpu-count": "1",
        "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
        "karpenter.k8s.aws/instance-gpu-memory": "22888",
        "karpenter.k8s.aws/instance-gpu-name": "a10g",
        "karpenter.k8s.aws/instance-hypervisor": "nitro",
        "karpenter.k8s.aws/instance-local-nvme": "250",
        "karpenter.k8s.aws/instance-memory": "16384",
        "karpenter.k8s.aws/instance-network-bandwidth": "2500",
        "karpenter.k8s.aws/instance-size": "xlarge",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "g5.xlarge",
      },
      allocatable: {
        cpu: "3920m",
        "ephemeral-storage": "17Gi",
        memory: "14162Mi",
        "nvidia.com/gpu": "1",
        pods: "58",
        "vpc.amazonaws.com/pod-eni": "4",
      },
      onDemandUsdPerHour: 1.006,
    });
  });

  it("has inf2.48xlarge in full", () => {
    assert.deepEqual(named("inf2.48xlarge"), {
      name: "inf2.48xlarge",
      labels: {
        "karpenter.k8s.aws/instance-accelerator-count": "12",
        "karpenter.k8s.aws/instance-accelerator-manufacturer": "aws",
        "karpenter.k8s.aws/instance-accelerator-name": "inferentia2",
        "karpenter.k8s.aws/instance-capability-flex": "false",
        "karpenter.k8s.aws/instance-category": "inf",
        "karpenter.k8s.aws/instance-cpu": "192",
        "karpenter.k8s.aws/instance-cpu-manufacturer": "amd",
        "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz": "3600",
        "karpenter.k8s.aws/instance-ebs-bandwidth": "60000",
        "karpenter.k8s.aws/instance-encryption-in-transit-supported": "true",
        "karpenter.k8s.aws/instance-family": "inf2",
        "karpenter.k8s.aws/instance-generation": "2",
        "karpenter.k8s.aws/instance-hypervisor": "nitro",
        "karpenter.k8s.aws/instance-memory": "786432",
        "karpenter.k8s.aws/instance-network-bandwidth": "100000",
        "karpenter.k8s.aws/instance-size": "48xlarge",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "inf2.48xlarge",
      },
      allocatable: {
        "aws.amazon.com/neuron": "12",
        "aws.amazon.com/neuroncore": "24",
        cpu: "191450m",
        "ephemeral-storage": "17Gi",
        memory: "718987Mi",
        pods: "737",
        "vpc.amazonaws.com/pod-eni": "107",
      },
      onDemandUsdPerHour: 12.98127,
    });
  });

  // name, category, cpu label, memory label, accelerator, USD per hour
  const rows: readonly [string, string, string, string, object | undefined, number | undefined][] =
    [
      ["m5.large", "m", "2", "8192", undefined, 0.096],
      [
        "g6f.xlarge",
        "g",
        "4",
        "16384",
        { resource: "nvidia.com/gpu", count: 0, kind: "nvidia" },
        0.2375,
      ],
      [
        "gr6.4xlarge",
        "gr",
        "16",
        "131072",
        { resource: "nvidia.com/gpu", count: 1, kind: "nvidia" },
        1.5392,
      ],
      [
        "p5.48xlarge",
        "p",
        "192",
        "2097152",
        { resource: "nvidia.com/gpu", count: 8, kind: "nvidia" },
        55.04,
      ],
      [
        "g4ad.xlarge",
        "g",
        "4",
        "16384",
        { resource: "amd.com/gpu", count: 1, kind: "amd" },
        0.37853,
      ],
      [
        "trn1.2xlarge",
        "trn",
        "8",
        "32768",
        { resource: "aws.amazon.com/neuron", count: 1, kind: "neuron" },
        1.34375,
      ],
      [
        "inf2.48xlarge",
        "inf",
        "192",
        "786432",
        { resource: "aws.amazon.com/neuron", count: 12, kind: "neuron" },
        12.98127,
      ],
      [
        "dl2q.24xlarge",
        "dl",
        "96",
        "786432",
        { resource: "", count: 0, kind: "qualcomm" },
        undefined,
      ],
      [
        "p5e.48xlarge",
        "p",
        "192",
        "2097152",
        { resource: "nvidia.com/gpu", count: 8, kind: "nvidia" },
        undefined,
      ],
    ];
  for (const [name, category, cpu, memory, accelerator, price] of rows) {
    it(`has ${name}`, () => {
      const { labels, onDemandUsdPerHour, ...type } = named(name);
      assert.equal(labels["karpenter.k8s.aws/instance-category"], category);
      assert.equal(labels["karpenter.k8s.aws/instance-cpu"], cpu);
      assert.equal(labels["karpenter.k8s.aws/instance-memory"], memory);
      assert.equal(labels["node.kubernetes.io/instance-type"], name);
      assert.deepEqual(acceleratorOf({ ...type, labels }), accelerator);
      assert.equal(onDemandUsdPerHour, price);
    });
  }

  for (const name of ["p3.2xlarge", "p3.8xlarge", "p3.16xlarge", "trn2.3xlarge", "", "toString"]) {
    it(`does not have "${name}"`, () => assert.equal(instanceType(name), undefined));
  }

  it("gives metal types the empty hypervisor label that Karpenter gives them", () => {
    assert.equal(named("g4dn.metal").labels["karpenter.k8s.aws/instance-hypervisor"], "");
  });
});

describe("the capacity of a type", () => {
  it("is its cores, its devices, and its memory minus 7.5% in whole MiB", () => {
    // 2,097,152 MiB minus 157,287 are the 1,894 GiB that count against a memory limit.
    assert.deepEqual(capacityOf(named("p5.48xlarge")), {
      cpu: 192,
      memory: 1_939_865 * 1_048_576,
      "ephemeral-storage": 18_253_611_008,
      pods: 100,
      "nvidia.com/gpu": 8,
      "vpc.amazonaws.com/efa": 32,
      "vpc.amazonaws.com/pod-eni": 120,
    });
  });

  it("is computed once from its labels and resources", () => {
    const type: InstanceType = {
      name: "x.large",
      labels: {
        "karpenter.k8s.aws/instance-cpu": "2",
        "karpenter.k8s.aws/instance-memory": "1064",
        "kubernetes.io/arch": "arm64",
      },
      allocatable: { cpu: "1930m", memory: "1Mi", pods: "29", odd: "many" },
    };
    // 1,064 minus 64 is 1,000; 7.5% of it is 75.
    const capacity = { cpu: 2, memory: 925 * 1_048_576, pods: 29, odd: 0 };
    assert.deepEqual(capacityOf(type), capacity);
    assert.equal(capacityOf(type), capacityOf(type));
    const amd64 = { ...type, labels: { ...type.labels, "kubernetes.io/arch": "amd64" } };
    // 7.5% of 1,064 is 79.8, which counts as 80.
    assert.deepEqual(capacityOf(amd64), { ...capacity, memory: 984 * 1_048_576 });
  });

  it("has an EFA interface for each network card, and none on most types", () => {
    assert.deepEqual(
      ["p5.48xlarge", "p4d.24xlarge", "g5.xlarge"].map((name) => efaInterfacesOf(named(name))),
      [32, 4, 0],
    );
  });

  it("is reduced by another 64 MiB on arm64", () => {
    // a1.2xlarge: 16,384 minus 64 is 16,320; 7.5% of it is 1,224.
    assert.equal(capacityOf(named("a1.2xlarge"))["memory"], 15_096 * 1_048_576);
  });
});
