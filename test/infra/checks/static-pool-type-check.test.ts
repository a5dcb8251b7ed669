import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const reservations = { capacityReservations: [{ id: "cr-0123456789abcdef0" }] };

function faults(
  pool: string,
  overrides: Record<string, unknown>,
  nodeClass: Record<string, unknown> = {},
): string[] {
  return stackFaults("production-us-east-1", (sections) => {
    sections["nodeClasses"] = { "gpu-training-b": nodeClass };
    Object.assign((sections["tiers"] ??= {}), { [pool]: overrides });
  });
}

describe("the type of a static pool", () => {
  // https://aws.amazon.com/ec2/pricing/on-demand/, us-east-1: g5.xlarge 1.006 USD, g5.12xlarge 5.672, p5.4xlarge 6.88
  it("has to be named when the accelerators of the tier's types differ, because Karpenter launches the cheapest", () => {
    assert.deepEqual(faults("gpu-training-protected-b", { replicas: 4, gpus: ["a10g", "h100"] }), [
      "tiers.gpu-training-protected-b.replicas: Karpenter launches the cheapest types first, and the accelerators of the tier's types differ: g5.xlarge (1 a10g), g5.12xlarge (4 a10g), p5.4xlarge (1 h100) and 2 more, got 4; expected types with one kind and one number of accelerators, or capacityTypes: [reserved]; name the instance type: tiers.gpu-training-protected-b.families and tiers.gpu-training-protected-b.sizes",
    ]);
  });

  it("has to be named when only the number of accelerators differs, also for Neuron devices", () => {
    assert.match(
      faults("gpu-training-protected-b", { replicas: 1, families: ["p5"] })[0] ?? "",
      /p5.4xlarge \(1 h100\), p5.48xlarge \(8 h100\), got 1;/,
    );
    assert.match(
      faults("inferentia", { replicas: 1, limits: {} })[0] ?? "",
      /inf2.xlarge \(1 inferentia\d*\), inf2.24xlarge \(6 /,
    );
  });

  it("may be left open between sizes with the same accelerators, and without accelerators", () => {
    assert.deepEqual(
      faults("gpu-training-protected-b", {
        replicas: 4,
        gpus: ["a10g"],
        sizes: ["xlarge", "2xlarge"],
      }),
      [],
    );
    assert.deepEqual(
      faults("gpu-training-protected-b", { replicas: 4, families: ["p5"], sizes: ["48xlarge"] }),
      [],
    );
    assert.deepEqual(faults("multi-arch-b", { replicas: 4 }), []);
  });

  it("is decided by the reservations of a tier with reserved capacity only", () => {
    const twoKinds = { replicas: 4, gpus: ["a100-40gb", "h100"], sizes: ["24xlarge", "48xlarge"] };
    const reserved = { ...twoKinds, capacityTypes: ["reserved"] };
    assert.deepEqual(faults("gpu-training-protected-b", reserved, reservations), []);
    assert.match(
      faults("gpu-training-protected-b", twoKinds, reservations)[0] ?? "",
      /p4d.24xlarge/,
    );
  });

  it("is not checked for a pool with 0 replicas", () => {
    assert.deepEqual(faults("gpu-training-protected-b", { replicas: 0 }), []);
  });
});
