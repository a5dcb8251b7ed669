import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const block = { id: "cr-0123456789abcdef0", capacityBlock: true };

const faults = (tier: Record<string, unknown>, reservation: Record<string, unknown>): string[] =>
  stackFaults("production-us-east-1", (sections) => {
    sections["nodeClasses"] = { "gpu-training": { capacityReservations: [reservation] } };
    Object.assign((sections["tiers"] ??= {}), {
      "gpu-training": { sizes: ["48xlarge"], ...tier },
      "gpu-training-protected": { sizes: ["48xlarge"] },
    });
  });

// https://karpenter.sh/v1.14/tasks/odcrs/: drained 40 minutes before the end, 10 minutes before EC2 takes the instances
describe("the grace period of a tier with capacity blocks", () => {
  it("is at most ten minutes, because EC2 takes the instances then", () => {
    assert.deepEqual(faults({ terminationGracePeriod: "15m" }, block), [
      'tiers.gpu-training.terminationGracePeriod: longer than EC2 leaves the nodes of a capacity block, got "15m"; expected at most 10m; shorten it, or remove it for the default',
    ]);
    assert.deepEqual(faults({ terminationGracePeriod: "5m" }, block), []);
    assert.deepEqual(faults({}, block), []);
  });

  it("may be longer with other reservations, and without reserved capacity", () => {
    const { id } = block;
    assert.deepEqual(faults({ terminationGracePeriod: "24h" }, { id }), []);
    const onDemand = { terminationGracePeriod: "24h", capacityTypes: ["on-demand"] };
    assert.deepEqual(faults(onDemand, block), []);
  });

  it("is a duration above zero", () => {
    for (const terminationGracePeriod of ["0s", "Never", "10 minutes"]) {
      assert.match(
        faults({ terminationGracePeriod }, block)[0] ?? "",
        /^tiers\.gpu-training\.terminationGracePeriod: .*expected a duration of hours, minutes and seconds above zero, such as 10m or 24h/,
      );
    }
  });

  it("needs a reservation that is selected by more than being a block", () => {
    assert.match(
      faults({}, { capacityBlock: true })[0] ?? "",
      /^nodeClasses\.gpu-training\.capacityReservations\[0\]: not allowed/,
    );
  });
});
