import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeAge } from "../../../../report/answers/disruption/node-age";
import { nodeAgeText } from "../../../../report/formats/wording/node-age-text";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { guide, poolWith } from "../../../support/disruption-pools";

const monday = new Date("2026-11-23T00:00:00.000Z");

const trainingWindow: Partial<NodePool> = {
  name: "training",
  consolidationPolicy: "WhenEmpty",
  expireAfter: "Never",
  budgets: [
    { nodes: "100%", reasons: ["Empty"] },
    { nodes: "1", reasons: ["Drifted"] },
    // Closed except on Sunday from 07:00 to 09:00.
    { nodes: "0", reasons: ["Drifted"], schedule: "0 9 * * SUN", duration: "166h" },
  ],
};

const ages: readonly [string, NodePool, Omit<ReturnType<typeof nodeAge>, "pool">][] = [
  [
    "the guide's gpu-general: 14 days, and no end with a pod that stays",
    guide.general,
    {
      expiryHours: 336,
      drainHours: null,
      driftWaitHours: 0,
      oldestHours: { ordinary: 336, blocking: null },
      unpatchedHours: { ordinary: 0, blocking: null },
    },
  ],
  [
    "the guide's gpu-training: drift never, so patches come with expiry",
    guide.training,
    {
      expiryHours: 720,
      drainHours: null,
      driftWaitHours: null,
      oldestHours: { ordinary: 720, blocking: null },
      unpatchedHours: { ordinary: 720, blocking: null },
    },
  ],
  [
    "the guide's gpu-training-protected: a drifted node waits 23 hours",
    guide.protectedTraining,
    {
      expiryHours: 720,
      drainHours: null,
      driftWaitHours: 23,
      oldestHours: { ordinary: 720, blocking: null },
      unpatchedHours: { ordinary: 23, blocking: null },
    },
  ],
  [
    "a training pool with a weekly window: up to 166 hours, and as long as a job with do-not-disrupt runs",
    poolWith(trainingWindow),
    {
      expiryHours: null,
      drainHours: null,
      driftWaitHours: 166,
      oldestHours: { ordinary: null, blocking: null },
      unpatchedHours: { ordinary: 166, blocking: null },
    },
  ],
  [
    "the same with terminationGracePeriod: a day longer and no more",
    poolWith({ ...trainingWindow, terminationGracePeriod: "24h" }),
    {
      expiryHours: null,
      drainHours: 24,
      driftWaitHours: 166,
      oldestHours: { ordinary: null, blocking: null },
      unpatchedHours: { ordinary: 166, blocking: 190 },
    },
  ],
  [
    "expiry that comes before the window",
    poolWith({ ...trainingWindow, expireAfter: "100h30m", terminationGracePeriod: "1h30m" }),
    {
      expiryHours: 100.5,
      drainHours: 1.5,
      driftWaitHours: 166,
      oldestHours: { ordinary: 100.5, blocking: 102 },
      unpatchedHours: { ordinary: 100.5, blocking: 102 },
    },
  ],
  [
    "a static pool without room for a new node",
    poolWith({ replicas: 3, limits: { nodes: 3 }, expireAfter: "Never" }),
    {
      expiryHours: null,
      drainHours: null,
      driftWaitHours: null,
      oldestHours: { ordinary: null, blocking: null },
      unpatchedHours: { ordinary: null, blocking: null },
    },
  ],
];

describe("the age of a node", () => {
  for (const [what, pool, expected] of ages) {
    it(`is known for ${what}`, () => {
      assert.deepEqual(nodeAge(pool, monday), { pool: pool.name, ...expected });
    });
  }

  it("includes a wait that does not depend on when the question is asked", () => {
    for (let day = 0; day < 14; day += 1) {
      const from = new Date(monday.getTime() + day * 86_400_000 + day * 3_723_000);
      assert.equal(nodeAge(poolWith(trainingWindow), from).driftWaitHours, 166);
    }
  });

  it("includes the longest wait of a schedule that follows dates: one opening on 24 December", () => {
    const budgets = [{ nodes: "0", schedule: "0 0 25 12 *", duration: "8736h" }];
    assert.equal(nodeAge(poolWith({ budgets }), monday).driftWaitHours, 8736);
  });

  it("includes no drain after the 21 days of EKS Auto Mode", () => {
    const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };
    // https://docs.aws.amazon.com/eks/latest/userguide/automode.html: 21 days are 504 hours.
    for (const terminationGracePeriod of ["24h", undefined]) {
      const age = nodeAge(
        poolWith({
          nodeClassRef,
          expireAfter: "504h",
          ...(terminationGracePeriod === undefined ? {} : { terminationGracePeriod }),
        }),
        monday,
      );
      assert.deepEqual(age.oldestHours, { ordinary: 504, blocking: 504 });
      assert.equal(
        nodeAgeText(age)[2],
        "a pod that may not be evicted holds its node until it is 21 days old at most, where EKS Auto Mode removes it",
      );
    }
    const young = { nodeClassRef, expireAfter: "336h", terminationGracePeriod: "24h" };
    assert.deepEqual(nodeAge(poolWith(young), monday).oldestHours, {
      ordinary: 336,
      blocking: 360,
    });
  });

  it("is told in three lines", () => {
    assert.deepEqual(nodeAgeText(nodeAge(poolWith(trainingWindow), monday)), [
      "expireAfter Never: no age at which a node must go",
      "a new AMI reaches a node within 6 days and 22 hours",
      "a pod that may not be evicted holds its node, and every patch off it, for as long as it runs",
    ]);
    const static3 = poolWith({ replicas: 3, limits: { nodes: 3 }, expireAfter: "Never" });
    assert.equal(
      nodeAgeText(nodeAge(static3, monday))[1],
      "a node may run without a patch for ever: drift never replaces it",
    );
    const open = poolWith({ terminationGracePeriod: "1h", expireAfter: "720h" });
    assert.deepEqual(nodeAgeText(nodeAge(open, monday)), [
      "a node is replaced by force 30 days after its creation",
      "a new AMI reaches a node as soon as budgets let drift replace it",
      "a pod that may not be evicted holds its node 1 hour longer at most",
    ]);
  });
});
