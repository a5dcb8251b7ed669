import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { comparisonText } from "../../../dev/compare-karpenter/change-tables";
import { changesBetween } from "../../../dev/compare-karpenter/changes";
import { compareKarpenters } from "../../../dev/compare-karpenter/compare-karpenters";
import { schemaFacts, settingsFacts } from "../../../dev/compare-karpenter/defaults";
import { weekText } from "../../../dev/compare-karpenter/disruptions";
import { cachedOlderFiles } from "../../../dev/compare-karpenter/older-files";
import { withOlderKarpenter } from "../../../dev/compare-karpenter/older-karpenter";
import { olderSource, replacements } from "../../../dev/compare-karpenter/older-source";
import { reservationName, seedsName, subjectOf } from "../../../dev/compare-karpenter/subjects";
import { loadKarpenter } from "../../../scheduling/karpenter/karpenter";

describe("the comparison of two versions of Karpenter", () => {
  it("lists what differs, in the order of the newer answers, and what only one of them has", () => {
    assert.deepEqual(
      changesBetween(
        [
          { item: "gone", answer: "1" },
          { item: "same", answer: "2" },
          { item: "other", answer: "3" },
        ],
        [
          { item: "new", answer: "0" },
          { item: "other", answer: "4" },
          { item: "same", answer: "2" },
        ],
      ),
      [
        { item: "new", newer: "0" },
        { item: "other", older: "3", newer: "4" },
        { item: "gone", older: "1" },
      ],
    );
  });

  it("says in words what a week of budgets allows", () => {
    assert.equal(weekText([{ from: 0, allowed: 0 }]), "frozen");
    assert.equal(weekText([{ from: 0, allowed: null }]), "no limit");
    assert.equal(weekText([{ from: 0, allowed: 1 }]), "1 node");
    // Steps of 15 minutes: closed for an hour, then open for two, then closed.
    const window = [
      { from: 0, allowed: 0 },
      { from: 4, allowed: 2 },
      { from: 12, allowed: 0 },
    ];
    assert.equal(weekText(window), "0 to 2 nodes, open 2 of 168 h");
  });

  it("reads defaults, allowed values, required fields and open maps of a CRD", () => {
    const spec = {
      required: ["template"],
      properties: {
        template: { properties: {} },
        policy: { default: "A", enum: ["B", "A"] },
        kubelet: { "x-kubernetes-preserve-unknown-fields": true },
      },
    };
    const crd = {
      spec: {
        names: { kind: "Pool" },
        versions: [{ schema: { openAPIV3Schema: { properties: { spec } } } }],
      },
    };
    assert.deepEqual(
      schemaFacts(crd).map(({ item, answer }) => `${item} ${answer}`),
      [
        "Pool spec.template: required yes",
        "Pool spec.template: field yes",
        "Pool spec.policy: field yes",
        'Pool spec.policy: default "A"',
        'Pool spec.policy: one of ["A","B"]',
        "Pool spec.kubelet: field yes",
        "Pool spec.kubelet: any field true",
      ],
    );
    assert.deepEqual(settingsFacts({ settings: { featureGates: { a: false } }, image: {} }), [
      { item: "chart settings.featureGates.a", answer: "false" },
    ]);
  });

  it("prints a table for each subject, and how much was compared where nothing differs", () => {
    const text = comparisonText(
      {
        older: "1.0.0",
        newer: "2.0.0",
        subjects: [
          {
            name: "dev",
            launches: [],
            launchesCompared: 3,
            disruptions: [{ item: "gpu Unhealthy", older: "no budget counts", newer: "frozen" }],
            disruptionsCompared: 4,
          },
        ],
        defaults: [{ item: "field", newer: "yes" }],
      },
      undefined,
    );
    assert.match(text, /^== dev\nLaunches: 3 compared, 0 differ\nBudgets: 4 compared, 1 differ\n/);
    assert.match(text, /^gpu Unhealthy +no budget counts +frozen$/m);
    assert.match(text, /^field +not there +yes$/m);
  });

  it("changes every text of the Go source that the older Karpenter needs otherwise", () => {
    for (const { file, newer } of replacements) {
      assert.throws(() => olderSource(file, "package answers"), /has to follow the source/);
      assert.ok(newer.length > 0);
    }
    assert.equal(olderSource("budgets.go", "package answers"), "package answers");
  });

  const files = cachedOlderFiles(process.env);
  const why =
    files === undefined
      ? "NOT RUN: the older scheduler is not in the cache; npm run compare-karpenter builds it"
      : "runs both schedulers";
  it(`on seeds and on a full reservation: ${why}`, async function () {
    this.timeout(240_000);
    // A skipped test is forbidden here, so the name of the test and this line say that nothing ran.
    if (files === undefined) {
      process.stderr.write(`    compare-karpenter: ${why}\n`);
      return;
    }
    const newer = await loadKarpenter();
    const { subjects, defaults } = await withOlderKarpenter(files.program, (older) =>
      compareKarpenters(
        { older, newer, files, subjects: [subjectOf(seedsName), subjectOf(reservationName)] },
        () => undefined,
      ),
    );
    const [seeds, reservation] = subjects;
    assert.deepEqual(seeds?.launches, []);
    const seedBudgets = new Map(seeds?.disruptions.map((one) => [one.item, one.newer]));
    // A budget of 0 that names no reasons freezes node repair too.
    assert.equal(seedBudgets.get("gpu-training Unhealthy"), "frozen");
    assert.ok([...seedBudgets.keys()].every((item) => item.endsWith(" Unhealthy")));
    // The known difference to 1.15.1: the pods wait, and do not fall through to the next pool.
    assert.deepEqual(
      [...new Set(reservation?.launches.map(({ newer: answer }) => answer))],
      ["waits for reserved capacity"],
    );
    const changed = new Map(defaults.map((one) => [one.item, one]));
    assert.equal(changed.get("NodePool spec.disruption.consolidateAfter: default")?.newer, '"0s"');
    assert.equal(changed.get("EC2NodeClass spec.kubelet: any field")?.newer, "true");
  });
});
