import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { calendarWeek } from "../../../../report/answers/disruption/calendar-week";
import { disruptionCalendar } from "../../../../report/answers/disruption/disruption-calendar";
import type { Budget } from "../../../../scheduling/budgets/budget";
import { blockBesideWorkingHours } from "../../../../report/traps/disruption/block-beside-working-hours";
import { budgetsUnreadable } from "../../../../report/traps/disruption/budgets-unreadable";
import { deadBudget } from "../../../../report/traps/disruption/dead-budget";
import { emptyNodeWaits } from "../../../../report/traps/disruption/empty-node-waits";
import { expiryCanHang } from "../../../../report/traps/disruption/expiry-can-hang";
import { forcefulExpiry } from "../../../../report/traps/disruption/forceful-expiry";
import { mostAggressive } from "../../../../report/traps/disruption/most-aggressive";
import { neverPatched } from "../../../../report/traps/disruption/never-patched";
import { neverRemovedWhenEmpty } from "../../../../report/traps/disruption/never-removed-when-empty";
import { noBudgetApplies } from "../../../../report/traps/disruption/no-budget-applies";
import { patchedByExpiryAlone } from "../../../../report/traps/disruption/patched-by-expiry-alone";
import { patchedWhenEmpty } from "../../../../report/traps/disruption/patched-when-empty";
import { windowInWorkingHours } from "../../../../report/traps/disruption/window-in-working-hours";
import type { PoolTrap } from "../../../../report/traps/trap";
import { nodePool } from "../../../../components/node-pools/node-pool.builder";
import { stackNames } from "../../../../infra/config/stack-names";
import { platformSpec } from "../../../../infra/resolved/platform-spec";
import { nodeAge } from "../../../../report/answers/disruption/node-age";
import { type NodePool, readNodePool } from "../../../../scheduling/node-pool/node-pool";
import { seedNodePool, seedNodePoolNames, type SeedNodePoolName } from "../../../support/seeds";
import { shippedStacks, stackConfig } from "../../../support/stack-values";
import { guide, poolWith } from "../../../support/disruption-pools";
import { foundInPool } from "../../../support/found-traps";

const calendarTraps: readonly PoolTrap<"nodePool" | "calendar">[] = [
  budgetsUnreadable,
  windowInWorkingHours,
  blockBesideWorkingHours,
  deadBudget,
  neverRemovedWhenEmpty,
  emptyNodeWaits,
  noBudgetApplies,
  mostAggressive,
  forcefulExpiry,
];
const ageTraps: readonly PoolTrap<"nodePool" | "nodeAge">[] = [
  neverPatched,
  patchedByExpiryAlone,
  expiryCanHang,
];
const monday = new Date("2026-11-23T00:00:00.000Z");

function traps(pool: NodePool, timeZone = "Asia/Tokyo"): string[] {
  const answer = calendarWeek(timeZone, "2026-11-23");
  assert.ok("week" in answer);
  const calendar = disruptionCalendar(pool, answer.week, { nodeCount: 5 });
  return foundInPool(calendarTraps, { nodePool: pool, calendar }).map(
    ({ id, text }) => `${id}: ${text}`,
  );
}

function trapsOfAge(pool: NodePool): string[] {
  return foundInPool(ageTraps, { nodePool: pool, nodeAge: nodeAge(pool, monday) }).map(
    ({ id, text }) => `${id}: ${text}`,
  );
}

const expiryText =
  "forceful-expiry: expireAfter 720h, which is also the default, is a forceful expiry and ignores budgets: every node is drained 30 days after its creation, with whatever runs on it.";

describe("the traps of a pool's disruption", () => {
  it("are, for the guide's gpu-training-protected in Tokyo, business hours, a dead budget, idle nodes and expiry", () => {
    assert.deepEqual(traps(guide.protectedTraining), [
      "window-in-working-hours: Schedules are in UTC: the window 23:00–00:00 UTC is 08:00–09:00 in Asia/Tokyo, the start of business.",
      'dead-budget: The budget "1 for Drifted" has no effect: budgets combine by minimum, and "0 at 0 0 * * * for 23h" and "1 at 0 23 * * * for 1h" never allow more.',
      "empty-node-waits: An empty node waits up to 23 hours for a moment in which budgets let it go, at full price.",
      expiryText,
    ]);
  });

  it("do not name business hours if 23:00 UTC is in the evening or at night", () => {
    for (const zone of ["UTC", "Europe/Berlin", "America/New_York"]) {
      const ids = traps(guide.protectedTraining, zone).map((text) => text.split(":")[0]);
      assert.deepEqual(ids, ["dead-budget", "empty-node-waits", "forceful-expiry"], zone);
    }
    assert.match(
      traps(guide.protectedTraining, "America/Los_Angeles")[0] ?? "",
      /the window 23:00–00:00 UTC is 15:00–16:00 in America\/Los_Angeles, within working hours\.$/,
    );
  });

  it("are, for the guide's gpu-training, that empty nodes stay and that 720h is no protection", () => {
    assert.deepEqual(traps(guide.training), [
      'never-removed-when-empty: A node is never removed when empty: the budget "0" names no reasons and so keeps empty nodes too. It is paid for until expireAfter 720h (30 days).',
      expiryText,
    ]);
    assert.match(
      traps(poolWith({ ...guide.training, expireAfter: "Never" }))[0] ?? "",
      /It is paid for without an end\.$/,
    );
  });

  it("are, for a chain pool without disruption, the most aggressive setting", () => {
    assert.deepEqual(traps(guide.chain), [
      "most-aggressive: WhenEmptyOrUnderutilized after 0s. This is Karpenter's default and its most aggressive setting: it may move a running pod as soon as the pod fits elsewhere.",
    ]);
    assert.deepEqual(traps(poolWith({ consolidationPolicy: "WhenEmpty" })), []);
    assert.deepEqual(traps(poolWith({ consolidateAfter: "1s" })), []);
    assert.deepEqual(traps(poolWith({ replicas: 1 })), []);
  });

  it("do not include the expiry of the guide's gpu-general", () => {
    assert.deepEqual(traps(guide.general), []);
  });

  it("are, for the guide's block of business hours, that it blocks the night in Tokyo", () => {
    assert.deepEqual(traps(guide.businessHours), [
      "block-beside-working-hours: Schedules are in UTC: the block 09:00–19:00 UTC is 18:00–04:00 in Asia/Tokyo; it covers 0 minutes of the week's working hours, not 45 hours.",
      "empty-node-waits: An empty node waits up to 10 hours for a moment in which budgets let it go, at full price.",
    ]);
    const ids = traps(guide.businessHours, "Europe/Berlin").map((text) => text.split(":")[0]);
    assert.deepEqual(ids, ["empty-node-waits"]);
  });

  it("are that an unreadable budget stops everything", () => {
    const budgets = [{ nodes: "1", schedule: "TZ=Asia/Tokyo 0 9 * * *", duration: "1h" }];
    assert.deepEqual(
      traps(poolWith({ budgets, consolidateAfter: "5m" })).map((text) => text.split(":")[0]),
      ["budgets-unreadable", "forceful-expiry"],
    );
    assert.equal(
      traps(poolWith({ budgets, consolidateAfter: "5m" }))[0],
      "budgets-unreadable: Karpenter cannot read one of the budgets and therefore allows 0 disruptions for every reason, at all times: no node is removed when empty, none is patched by drift.",
    );
  });

  it("are that no budget applies outside the windows, or at any time", () => {
    const scheduled = [{ nodes: "0", schedule: "0 0 * * *", duration: "1h" }];
    const text = (budgets: Budget[]) => traps(poolWith({ budgets, consolidateAfter: "5m" })).at(-1);
    assert.equal(
      text(scheduled),
      "no-budget-applies: No budget applies to Drifted and Underutilized outside daily 09:00 to 10:00 (Asia/Tokyo): all nodes of the pool may go at once.",
    );
    assert.equal(
      text([]),
      "no-budget-applies: No budget applies to Drifted and Underutilized at any time: all nodes of the pool may go at once.",
    );
    assert.equal(text([{ nodes: "1", reasons: ["Drifted", "Underutilized"] }]), undefined);
  });

  it("are budgets that are dead because their reasons never come up, or because of other budgets", () => {
    const dead = (given: Partial<NodePool>) =>
      traps(poolWith({ consolidateAfter: "5m", expireAfter: "Never", ...given })).filter((text) =>
        text.startsWith("dead-budget"),
      );
    assert.deepEqual(
      dead({
        consolidationPolicy: "WhenEmpty",
        budgets: [{ nodes: "1" }, { nodes: "2", reasons: ["Underutilized"] }],
      }),
      [
        'dead-budget: The budget "2 for Underutilized" has no effect: Karpenter never takes a node of this pool for those reasons.',
      ],
    );
    assert.deepEqual(
      dead({ budgets: [{ nodes: "2", reasons: ["Empty", "Drifted"] }, { nodes: "1" }] }),
      [
        'dead-budget: The budget "2 for Empty, Drifted" has no effect: budgets combine by minimum, and "1" never allows more.',
      ],
    );
  });

  it("are budgets that keep empty nodes: one of 0 without reasons, or several with reasons", () => {
    const kept = (...budgets: readonly Budget[]) =>
      traps(poolWith({ budgets, consolidateAfter: "5m", expireAfter: "100h" }))[0];
    const paid = "It is paid for until expireAfter 100h (4 days and 4 hours).";
    for (const nodes of ["0", "00", "0%"]) {
      assert.equal(
        kept({ nodes: "1" }, { nodes }),
        `dead-budget: The budget "1" has no effect: budgets combine by minimum, and "${nodes}" never allows more.`,
      );
      assert.equal(
        kept({ nodes }),
        `never-removed-when-empty: A node is never removed when empty: the budget "${nodes}" names no reasons and so keeps empty nodes too. ${paid}`,
      );
    }
    assert.equal(
      kept({ nodes: "0", reasons: ["Empty"] }, { nodes: "10", reasons: ["Drifted"] }),
      `never-removed-when-empty: A node is never removed when empty: budgets allow 0 nodes for Empty at any time. ${paid}`,
    );
  });

  it("are a forceful expiry after any time, not only after the default", () => {
    const budgets: readonly Budget[] = [{ nodes: "0", reasons: ["Drifted"] }];
    const pool = poolWith({ budgets, consolidateAfter: "5m", expireAfter: "48h" });
    assert.equal(
      traps(pool)
        .at(-1)
        ?.replace(/^no-budget.*/, ""),
      "forceful-expiry: expireAfter 48h is a forceful expiry and ignores budgets: every node is drained 2 days after its creation, with whatever runs on it.",
    );
  });

  it("are empty nodes that wait for an hour or longer", () => {
    const wait = (duration: string, more: Partial<NodePool> = {}) =>
      traps(
        poolWith({
          budgets: [{ nodes: "1" }, { nodes: "0", schedule: "0 0 * * *", duration }],
          consolidateAfter: "5m",
          ...more,
        }),
      ).find((text) => text.startsWith("empty-node-waits"));
    assert.match(wait("1h") ?? "", /waits up to 1 hour for a moment/);
    assert.equal(wait("59m"), undefined);
    assert.equal(wait("1h", { consolidateAfter: "Never" }), undefined);
  });

  it("are that consolidateAfter Never keeps empty nodes", () => {
    assert.deepEqual(traps(poolWith({ consolidateAfter: "Never", expireAfter: "Never" })), [
      "never-removed-when-empty: A node is never removed when empty: consolidateAfter is Never. It is paid for without an end.",
    ]);
  });
});

/** The traps of each pool of the seeds, in Tokyo. The tests above and below compare their texts. */
const trapsOfSeeds: Readonly<Record<SeedNodePoolName, readonly string[]>> = {
  "gpu-general": ["expiry-can-hang"],
  "gpu-inference": ["expiry-can-hang"],
  "gpu-spot-inference": ["expiry-can-hang"],
  "gpu-tier1-g5-spot": ["most-aggressive", "expiry-can-hang"],
  "gpu-tier2-g4dn-spot": ["most-aggressive", "expiry-can-hang"],
  "gpu-tier3-g5-ondemand": ["most-aggressive", "expiry-can-hang"],
  "gpu-training": [
    "never-removed-when-empty",
    "forceful-expiry",
    "patched-by-expiry-alone",
    "expiry-can-hang",
  ],
  "gpu-training-protected": [
    "window-in-working-hours",
    "dead-budget",
    "empty-node-waits",
    "forceful-expiry",
    "expiry-can-hang",
  ],
  inferentia: ["expiry-can-hang"],
  "inferentia-inf2": ["most-aggressive", "expiry-can-hang"],
  "multi-arch": ["expiry-can-hang"],
  "trainium-trn1": [],
  "x86-cpu-karpenter": ["most-aggressive", "expiry-can-hang"],
};

function allTrapIds(pool: NodePool, timeZone: string): string[] {
  return [...traps(pool, timeZone), ...trapsOfAge(pool)].map((text) => text.split(":")[0] ?? "");
}

describe("the disruption traps of whole stacks", () => {
  for (const name of seedNodePoolNames) {
    it(`are known for the seeds' ${name}`, () => {
      const { pool } = readNodePool(seedNodePool(name));
      assert.ok(pool);
      assert.deepEqual(allTrapIds(pool, "Asia/Tokyo"), trapsOfSeeds[name]);
    });
  }

  for (const stack of stackNames(shippedStacks)) {
    it(`are none in ${stack}, on its own clocks`, () => {
      const config = stackConfig(stack, shippedStacks);
      const found = platformSpec(config).tiers.flatMap((tier) => {
        const { pool } = readNodePool(nodePool(tier));
        assert.ok(pool);
        return allTrapIds(pool, config.timeZone);
      });
      assert.deepEqual(found, []);
    });
  }
});

/** Drift may replace nodes on Sundays, so that nodes need not expire. */
const withWindow: Partial<NodePool> = {
  expireAfter: "Never",
  budgets: [
    { nodes: "1", reasons: ["Drifted"] },
    { nodes: "0", reasons: ["Drifted"], schedule: "0 9 * * SUN", duration: "166h" },
  ],
};

describe("the traps of a node's age", () => {
  it("are that expiry without terminationGracePeriod can hang, for the guide's gpu-general", () => {
    assert.deepEqual(trapsOfAge(guide.general), [
      "expiry-can-hang: expireAfter is 336h, and there is no terminationGracePeriod. Karpenter cordons and drains a node once it is 14 days old. One pod with do-not-disrupt, or one that a PodDisruptionBudget protects, then holds the node without end, billed and closed to new pods.",
    ]);
  });

  it("are that only expiry brings patches, for the guide's gpu-training", () => {
    assert.equal(
      trapsOfAge(guide.training)[0],
      "patched-by-expiry-alone: Drift never replaces a node: budgets allow 0 nodes for Drifted. A new AMI arrives only as nodes expire, up to 30 days later, and that ignores budgets.",
    );
  });

  it("are that nodes are never replaced if drift and expiry are both off", () => {
    assert.deepEqual(trapsOfAge(poolWith({ budgets: [{ nodes: "0" }], expireAfter: "Never" })), [
      "never-patched: No node is ever replaced: budgets allow 0 nodes for Drifted and expireAfter is Never, so a node keeps the AMI it was launched with for as long as it lives.",
    ]);
  });

  it("are only good to know where an outdated node is replaced once it is empty, as in gpu-training", () => {
    const budgets = [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "0", reasons: ["Drifted", "Underutilized"] },
    ];
    const pool = poolWith({ budgets, expireAfter: "Never", consolidateAfter: "30m" });
    const goodToKnow = (nodePool: NodePool) =>
      foundInPool([patchedWhenEmpty], { nodePool, nodeAge: nodeAge(nodePool, monday) });
    assert.deepEqual(goodToKnow(pool), [
      {
        id: "patched-when-empty",
        text: "A new AMI reaches a node only when it is empty for 30m: budgets allow 0 nodes for Drifted and expireAfter is Never. A node on which one job follows the other keeps its AMI; cordon it to patch it.",
      },
    ]);
    assert.deepEqual(trapsOfAge(pool), []);
    for (const changes of [{ consolidateAfter: "Never" }, { replicas: 2 }]) {
      assert.deepEqual(goodToKnow({ ...pool, ...changes }), []);
      assert.match(trapsOfAge({ ...pool, ...changes })[0] ?? "", /^never-patched: /);
    }
    const retired = { annotations: { "accelerator-platform.io/retired": "true" } };
    for (const closed of [retired, { replicas: 0 }]) {
      assert.deepEqual(goodToKnow({ ...pool, ...closed }), []);
      assert.deepEqual(trapsOfAge({ ...pool, consolidateAfter: "Never", ...closed }), []);
    }
  });

  it("are none with a window, and none with a limit on the drain", () => {
    assert.deepEqual(trapsOfAge(poolWith(withWindow)), []);
    assert.deepEqual(trapsOfAge(poolWith({ terminationGracePeriod: "1h" })), []);
  });

  it("are no hanging expiry in EKS Auto Mode, which removes a node at 21 days", () => {
    const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };
    assert.deepEqual(trapsOfAge(poolWith({ nodeClassRef, expireAfter: "504h" })), []);
  });
});
