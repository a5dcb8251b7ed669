import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import {
  firstEviction,
  type EvictionQuestion,
} from "../../../../report/answers/disruption/first-eviction";
import { evictionText } from "../../../../report/formats/wording/eviction-text";
import { allowedDisruptions } from "../../../../scheduling/budgets/disruption-budgets";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { guide, poolWith } from "../../../support/disruption-pools";

const noon = new Date("2026-11-23T03:00:00.000Z");

/** What stops the pod and when, the earliest first. */
function stops(pool: NodePool, more: Partial<EvictionQuestion> = {}) {
  const { ordinary, doNotDisrupt } = firstEviction(pool, { from: noon, ...more });
  return {
    ordinary: ordinary.byKarpenter.map(({ by, at }) => `${by} ${at.slice(0, 16)}`),
    doNotDisrupt: doNotDisrupt.byKarpenter.map(({ by, at }) => `${by} ${at.slice(0, 16)}`),
  };
}

describe("the first eviction of a running pod", () => {
  it("is drift in the guide's maintenance hour, and expiry after 30 days", () => {
    assert.deepEqual(stops(guide.protectedTraining), {
      ordinary: ["drift 2026-11-23T23:00", "expiry 2026-12-23T03:00"],
      doNotDisrupt: [],
    });
  });

  it("counts expiry from the node's creation, not from the question", () => {
    const nodeCreated = new Date("2026-11-01T00:00:00.000Z");
    assert.deepEqual(stops(guide.training, { nodeCreated }).ordinary, ["expiry 2026-12-01T00:00"]);
    const longAgo = new Date("2026-01-01T00:00:00.000Z");
    assert.deepEqual(stops(guide.training, { nodeCreated: longAgo }).ordinary, [
      "expiry 2026-11-23T03:00",
    ]);
  });

  it("is consolidation once consolidateAfter has passed, with drift before it", () => {
    const pool = poolWith({ consolidateAfter: "2m", expireAfter: "Never" });
    assert.deepEqual(stops(pool).ordinary, [
      "drift 2026-11-23T03:00",
      "consolidation 2026-11-23T03:02",
    ]);
  });

  it("is never consolidation with WhenEmpty, Never or replicas", () => {
    for (const given of [
      { consolidationPolicy: "WhenEmpty" },
      { consolidateAfter: "Never" },
      { replicas: 2 },
    ] as const) {
      assert.deepEqual(stops(poolWith({ ...given, expireAfter: "Never" })).ordinary, [
        "drift 2026-11-23T03:00",
      ]);
    }
  });

  it("never comes for do-not-disrupt without terminationGracePeriod", () => {
    assert.deepEqual(stops(guide.chain).doNotDisrupt, []);
    const { doNotDisrupt, ordinary } = firstEviction(guide.chain, { from: noon });
    assert.equal(doNotDisrupt.heldFrom, "2026-12-23T03:00:00.000Z");
    assert.equal(ordinary.heldFrom, undefined);
  });

  it("comes for do-not-disrupt before the end of the drain, by drift and by expiry, early enough for the pod's grace period", () => {
    const pool = poolWith({ terminationGracePeriod: "24h" });
    assert.deepEqual(stops(pool, { podGraceSeconds: 300 }).doNotDisrupt, [
      "drift 2026-11-24T02:55",
      "expiry 2026-12-24T02:55",
    ]);
    assert.deepEqual(stops(pool).doNotDisrupt[0], "drift 2026-11-24T02:59");
    assert.equal(firstEviction(pool, { from: noon }).doNotDisrupt.heldFrom, undefined);
  });

  it("comes at once for a pod whose grace period is longer than the drain", () => {
    const pool = poolWith({ terminationGracePeriod: "1m", expireAfter: "Never" });
    assert.deepEqual(stops(pool, { podGraceSeconds: 300 }).doNotDisrupt, [
      "drift 2026-11-23T03:00",
    ]);
  });

  it("is the next yearly window if a budget follows dates, and none if it never opens", () => {
    const budgets = [
      // Closed all year except on 24 December: active from the 25th for 364 days of 24 hours.
      { nodes: "0", schedule: "0 0 25 12 *", duration: "8736h" },
    ];
    const pool = poolWith({ budgets, expireAfter: "Never", consolidationPolicy: "WhenEmpty" });
    assert.deepEqual(stops(pool).ordinary, ["drift 2026-12-24T00:00"]);
    assert.deepEqual(stops(poolWith({ ...pool, budgets: [{ nodes: "0" }] })).ordinary, []);
  });

  it("names Spot at any time for pools that may launch it, protected or not", () => {
    const { ordinary, doNotDisrupt } = firstEviction(poolWith(), { from: noon });
    assert.deepEqual(ordinary.spotInterruption, {
      noticeSeconds: 120,
      onlyOnSpotNodes: true,
      text: "on a Spot node, at any time with two minutes' notice; the pod is told to stop at once",
    });
    assert.deepEqual(firstEviction(guide.chain, { from: noon }).doNotDisrupt.spotInterruption, {
      noticeSeconds: 120,
      onlyOnSpotNodes: false,
      text: "at any time with two minutes' notice; do-not-disrupt does not stop it, and keeps Karpenter from telling the pod to stop in time",
    });
    assert.equal(doNotDisrupt.spotInterruption?.onlyOnSpotNodes, true);
    assert.equal(
      firstEviction(guide.training, { from: noon }).ordinary.spotInterruption,
      undefined,
    );
  });

  it("is told on the clocks of the zone", () => {
    const { ordinary, doNotDisrupt } = firstEviction(guide.protectedTraining, { from: noon });
    assert.deepEqual(evictionText(ordinary, "Asia/Tokyo"), [
      "drift: 2026-11-24 08:00 in Asia/Tokyo; if the node has drifted by then; whatever consolidationPolicy says",
      "expiry: 2026-12-23 12:00 in Asia/Tokyo; expireAfter 720h is forceful: no budget stops it",
    ]);
    assert.deepEqual(evictionText(doNotDisrupt, "Asia/Tokyo"), [
      "never by Karpenter's own decision",
      "the node expires at 2026-12-23 12:00 in Asia/Tokyo, takes no new pods and is billed until the pod ends",
    ]);
  });

  it("is told with what ends the wait for do-not-disrupt, and with Spot", () => {
    const pool = poolWith({ terminationGracePeriod: "2h", consolidateAfter: "5m" });
    const { ordinary, doNotDisrupt } = firstEviction(pool, { from: noon });
    assert.deepEqual(evictionText(ordinary, "UTC"), [
      "drift: 2026-11-23 03:00 in UTC; if the node has drifted by then; whatever consolidationPolicy says",
      "consolidation: 2026-11-23 03:05 in UTC; if its pods fit on other nodes or on a cheaper one, 5m after the last pod came or went",
      "expiry: 2026-12-23 03:00 in UTC; expireAfter 720h is forceful: no budget stops it",
      "Spot interruption: on a Spot node, at any time with two minutes' notice; the pod is told to stop at once",
    ]);
    assert.deepEqual(evictionText(doNotDisrupt, "UTC").slice(0, 2), [
      "drift: 2026-11-23 04:59 in UTC; if the node has drifted by then; terminationGracePeriod 2h makes drift take the node in spite of do-not-disrupt",
      "expiry: 2026-12-23 04:59 in UTC; expireAfter 720h is forceful: no budget stops it, and terminationGracePeriod 2h ends the wait for do-not-disrupt",
    ]);
  });

  it("names the earliest cause first", () => {
    const pool = poolWith({
      expireAfter: "1h",
      consolidateAfter: "3h",
      budgets: [{ nodes: "0", reasons: ["Drifted"], schedule: "0 0 * * *", duration: "5h" }],
    });
    assert.deepEqual(stops(pool).ordinary, [
      "expiry 2026-11-23T04:00",
      "drift 2026-11-23T05:00",
      "consolidation 2026-11-23T06:00",
    ]);
  });

  it("is drift at the first moment that budgets allow", () => {
    const hours = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 40 }), hours, (hour, length, asked) => {
        const budgets = [{ nodes: "0", schedule: `0 ${hour} * * *`, duration: `${length}h` }];
        const from = new Date(Date.UTC(2026, 2, 7, asked, 17, 30));
        const pool = poolWith({ budgets, expireAfter: "Never", consolidationPolicy: "WhenEmpty" });
        const [drift] = firstEviction(pool, { from }).ordinary.byKarpenter;
        const end = drift === undefined ? from.getTime() + 48 * 3_600_000 : Date.parse(drift.at);
        for (let at = from.getTime(); at < end; at += 60_000) {
          assert.equal(allowedDisruptions(budgets, "Drifted", 1, new Date(at)), 0);
        }
        assert.equal(drift === undefined, length >= 24);
        if (drift !== undefined) {
          assert.equal(allowedDisruptions(budgets, "Drifted", 1, new Date(drift.at)), Infinity);
        }
      }),
      { numRuns: 60 },
    );
  });
});
