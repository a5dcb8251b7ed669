import assert from "node:assert/strict";
import { describe, it } from "mocha";

import type { PlacedWorkload } from "../../../../report/answers/placement/placed-workload";
import { neuronOneOrAll } from "../../../../report/traps/placement/neuron-one-or-all";
import { partialNeuronDevices } from "../../../../report/traps/placement/partial-neuron-devices";
import { poolWith } from "../../../support/disruption-pools";

const instanceTypes = (...values: readonly string[]) =>
  [{ key: "node.kubernetes.io/instance-type", operator: "In", values }] as const;

/** inf2.48xlarge has 12 devices and 24 cores; inf2.xlarge has one device and two cores. */
function placed(
  limits: Readonly<Record<string, string>>,
  types: readonly string[],
  spec: Readonly<Record<string, unknown>> = {},
): PlacedWorkload {
  const landing = {
    pool: "inferentia",
    capacityType: "on-demand",
    families: ["inf2"],
    instanceTypes: types,
    zones: ["a"],
    nodes: 1,
    pods: 1,
  } as const;
  return {
    workload: {
      name: "server",
      pod: { spec: { ...spec, containers: [{ resources: { limits } }] } },
    },
    placement: {
      workload: "server",
      pods: 1,
      steps: [{ landings: [landing], pendingPods: 0, refusals: [] }],
      refusals: [],
      isComplete: true,
      findings: [],
    },
  };
}

const devices = (count: number) => ({ "aws.amazon.com/neuron": String(count) });

describe("a pod with some of a node's Neuron devices", () => {
  const found = (workload: PlacedWorkload, neuronSchedulers: readonly string[] | undefined = []) =>
    partialNeuronDevices.occurrencesIn({ workloads: [workload], neuronSchedulers });

  it("is a trap without the scheduler extension, for devices and for cores", () => {
    const [trap] = found(placed(devices(4), ["inf2.48xlarge"]));
    assert.ok(trap !== undefined && "pool" in trap);
    assert.equal(trap.pool, "inferentia");
    assert.match(
      trap.text,
      /^server requests 4 of the 12 aws\.amazon\.com\/neuron of inf2\.48xlarge and does not use/,
    );
    const cores = { "aws.amazon.com/neuroncore": "4" };
    assert.match(found(placed(cores, ["inf2.48xlarge"]))[0]?.text ?? "", /4 of the 24/);
  });

  it("is none where it uses one device, or all of every node it may get", () => {
    assert.deepEqual(found(placed(devices(1), ["inf2.48xlarge"])), []);
    assert.deepEqual(found(placed(devices(12), ["inf2.48xlarge"])), []);
    assert.deepEqual(found(placed({ "aws.amazon.com/neuroncore": "2" }, ["inf2.xlarge"])), []);
    assert.equal(found(placed(devices(6), ["inf2.24xlarge", "inf2.48xlarge"])).length, 1);
  });

  it("is none where the pod names a scheduler that the stack runs, or any other one with manifests", () => {
    const named = placed(devices(4), ["inf2.48xlarge"], { schedulerName: "neuron-scheduler" });
    assert.deepEqual(found(named, ["neuron-scheduler"]), []);
    assert.equal(found(named, []).length, 1);
    assert.deepEqual(
      partialNeuronDevices.occurrencesIn({ workloads: [named], neuronSchedulers: undefined }),
      [],
    );
    const byDefault = placed(devices(4), ["inf2.48xlarge"], { schedulerName: "default-scheduler" });
    assert.equal(found(byDefault, ["neuron-scheduler"]).length, 1);
  });
});

/** https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/tutorials/k8s-neuron-scheduler.html */
describe("a number of devices of trn1.32xlarge", () => {
  const found = (workload: PlacedWorkload) =>
    partialNeuronDevices.occurrencesIn({ workloads: [workload], neuronSchedulers: undefined });
  const withExtension = (count: number, type: string) =>
    found(placed(devices(count), [type], { schedulerName: "neuron-scheduler" }));

  it("is a trap with the extension, unless it is 1, 4, 8 or 16", () => {
    for (const type of ["trn1.32xlarge", "trn1n.32xlarge"]) {
      for (const count of [1, 4, 8, 16]) assert.deepEqual(withExtension(count, type), []);
      for (const count of [2, 3, 12]) assert.equal(withExtension(count, type).length, 1);
    }
    assert.match(
      withExtension(2, "trn1.32xlarge")[0]?.text ?? "",
      /^A container of server requests 2 aws\.amazon\.com\/neuron\. The Neuron scheduler extension gives 1, 4, 8 or 16 devices of trn1\.32xlarge/,
    );
    assert.deepEqual(withExtension(5, "inf2.48xlarge"), []);
  });

  it("is told with those numbers where the pod does not use the extension", () => {
    const [trap] = found(placed(devices(2), ["trn1.32xlarge"]));
    assert.match(trap?.text ?? "", /; it gives 1, 4, 8 or 16 devices of trn1\.32xlarge/);
    const [ring] = found(placed(devices(2), ["inf2.48xlarge"]));
    assert.match(ring?.text ?? "", /name it in schedulerName\.$/);
  });
});

describe("a pool with several Neuron devices a node", () => {
  const pools = [
    poolWith({ name: "inferentia", requirements: instanceTypes("inf2.xlarge", "inf2.48xlarge") }),
    poolWith({ name: "trainium-trn1", requirements: instanceTypes("trn1.2xlarge") }),
    poolWith({ name: "gpu", requirements: instanceTypes("g5.48xlarge") }),
  ];

  it("admits one device or all of a node, where the stack does not run the extension", () => {
    assert.deepEqual(neuronOneOrAll.occurrencesIn({ pools, neuronSchedulers: [] }), [
      {
        pool: "inferentia",
        text: "A pod may use one Neuron device or all of a node (inf2.48xlarge). Between the two it needs the scheduler extension, which the stack does not run.",
      },
    ]);
  });

  it("has no such note where the extension runs, or where it is not known", () => {
    for (const neuronSchedulers of [["neuron-scheduler"], undefined]) {
      assert.deepEqual(neuronOneOrAll.occurrencesIn({ pools, neuronSchedulers }), []);
    }
  });
});
