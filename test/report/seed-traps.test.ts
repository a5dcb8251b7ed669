import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { before, describe, it } from "mocha";
import { parse, stringify } from "yaml";

import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { assembleReport } from "../../report/assemble";
import type { ReportModel } from "../../report/model";
import { askInThisThread } from "../../report/placement-thread/ask-placements";
import { manifestSubject } from "../../report/subject/manifest-subject";
import { textFormat } from "../../report/formats/text/text-format";
import { gpuGuidePoolNames, seedNodePool, seedNodePoolNames } from "../support/seeds";
import { withTemporaryFolder } from "../support/temporary-folder";

const fixtures = path.resolve(__dirname, "../fixtures/seeds");

/** The traps of the seed documents' own pools, as a report on those files tells them. */
const guideTraps: readonly (readonly [pool: string, id: string, text: RegExp])[] = [
  [
    "gpu-general",
    "limits-stop-some-types",
    /reached with 3 of 48 types\. .* 8 of 100 GPUs on p5\.48xlarge because memory binds, 16 on g5\.48xlarge because cpu binds\./,
  ],
  ["gpu-general", "amd-gpu", /^g4ad \(5 types\) has AMD GPUs/],
  [
    "gpu-general",
    "expiry-can-hang",
    /^expireAfter is 336h, and there is no terminationGracePeriod\. .* once it is 14 days old/,
  ],
  ["gpu-inference", "no-whole-gpu", /^g6f and gr6f \(.*\) have no whole GPU/],
  ["gpu-inference", "capacity-type-order", /^The order .* means nothing: .* spot before on-demand/],
  ["gpu-training", "forceful-expiry", /720h, which is also the default, is a forceful expiry/],
  [
    "gpu-training",
    "never-removed-when-empty",
    /^A node is never removed when empty: the budget "0" names no reasons/,
  ],
  [
    "gpu-training",
    "toleration-falls-into-training",
    /fall into gpu-training when g5 Spot is gone: it has no taint of its own, and its weight is 90\..*on-demand/,
  ],
  ["gpu-spot-inference", "no-whole-gpu", /^g6f and gr6f/],
  [
    "gpu-spot-inference",
    "zone-offers-little",
    /^apne1-az2 offers g4dn only, 5 of .* differs by account/,
  ],
  ...["gpu-tier1-g5-spot", "gpu-tier2-g4dn-spot", "gpu-tier3-g5-ondemand"].flatMap((pool) => [
    [
      pool,
      "most-aggressive",
      /^WhenEmptyOrUnderutilized after 0s\. .* most aggressive setting/,
    ] as const,
    [pool, "no-label-to-select", /^Has no label of its own, .* as part of a chain/] as const,
  ]),
  [
    "gpu-training-protected",
    "window-in-working-hours",
    /^Schedules are in UTC: the window 23:00–00:00 UTC is 08:00–09:00 in Asia\/Tokyo/,
  ],
  [
    "gpu-training-protected",
    "dead-budget",
    /^The budget "1 for Drifted" has no effect: .* by minimum/,
  ],
  ["gpu-training-protected", "costs-without-end", /^Costs without end: the pool has no limits\./],
  ["gpu-training-protected", "no-label-to-select", /or to .* weight .* 0 here/],
  ["gpu-training-protected", "forceful-expiry", /ignores budgets: every node is drained 30 days/],
  ["gpu-training-protected", "amd-gpu", /^g4ad/],
  ["gpu-training-protected", "arm64-gpu", /^g5g \(6 types\) has arm64 processors/],
  ["multi-arch", "two-architectures", /an image for one of them alone does not start on the other/],
];

const workshopTraps: typeof guideTraps = [
  [
    "inferentia-inf2",
    "limit-in-other-resource",
    /^No limit on aws\.amazon\.com\/neuron\. The limit on cpu alone allows 128 Neuron devices with inf2\.xlarge/,
  ],
];

describe("the report on the seeds' own pools", function () {
  this.timeout(120_000);
  let guide: ReportModel;
  let workshop: ReportModel;

  before(async () => {
    guide = await reportOn(gpuGuidePoolNames.map(fileOf), "ap-northeast-1");
    const others = seedNodePoolNames.filter((name) => !gpuGuidePoolNames.includes(name));
    const ray = ["ray-llama2", "ray-mistral-7b"].map((name) =>
      path.join(fixtures, "workloads", `${name}.yaml`),
    );
    workshop = await reportOn([...others.map(fileOf), ...ray], "us-west-2");
  });

  for (const [title, traps, model] of [
    ["the GPU guide", guideTraps, () => guide],
    ["the workshop", workshopTraps, () => workshop],
  ] as const) {
    for (const [pool, id, text] of traps) {
      it(`names ${id} in ${pool} of ${title}`, () => {
        const found = model().traps.filter((trap) => trap.pool === pool && trap.id === id);
        assert.equal(found.length, 1);
        assert.match(found[0]?.text ?? "", text);
        assert.ok(textFormat.render(model(), { width: 140 }).includes(`[${id}]`));
      });
    }
  }

  it("says that the API server refuses trainium-trn1 of the workshop", () => {
    const [refused] = workshop.refused;
    assert.equal(refused?.name, "NodePool trainium-trn1");
    assert.match(
      refused.faults.join(),
      /"karpenter\.k8s\.aws\/instance-type" is refused by the NodePool CRD; use node\.kubernetes\.io\/instance-type/,
    );
  });

  it("says that a limit of inferentia counts devices, of which inf2.48xlarge has twelve", () => {
    assert.match(
      textFormat.render(guide, { width: 140 }),
      /^ {2}inf2\.48xlarge: 24 of 32 Neuron devices on 2 nodes; aws\.amazon\.com\/neuron binds$/m,
    );
  });

  it("says how long Karpenter leaves out what EC2 refused", () => {
    assert.ok(guide.assumptions.some((text) => text.includes("for three minutes")));
  });

  it("places heads of Ray clusters on x86-cpu-karpenter alone, workers on their accelerators", () => {
    assert.deepEqual(
      workshop.workloads.map(({ workload, steps }) => [
        workload,
        ...new Set(steps.flatMap(({ landings }) => landings.map(({ pool }) => pool))),
      ]),
      [
        ["RayService llama2, head", "x86-cpu-karpenter"],
        ["RayService llama2, worker group inf2", "inferentia-inf2"],
        ["RayService mistral, head", "x86-cpu-karpenter"],
        // Its pool is refused as it is written.
        ["RayService mistral, worker group worker-group"],
        ["a workload that only tolerates aws.amazon.com/neuron", "inferentia-inf2"],
      ],
    );
  });

  it("says when the guide's block of business hours is in Tokyo", () =>
    withTemporaryFolder(async (folder) => {
      const fragment = parse(
        readFileSync(path.join(fixtures, "node-pools", "business-hours.fragment.yaml"), "utf8"),
      ) as object;
      const { spec, ...rest } = seedNodePool("gpu-general");
      const file = path.join(folder, "pool.yaml");
      writeFileSync(file, stringify({ ...rest, spec: { ...(spec as object), ...fragment } }));
      const { traps } = await reportOn([file], "ap-northeast-1");
      assert.match(
        traps.find(({ id }) => id === "block-beside-working-hours")?.text ?? "",
        /^Schedules are in UTC: the block .*09:00–19:00 UTC is .*18:00–.*04:00 in Asia\/Tokyo/,
      );
    }));
});

function fileOf(pool: string): string {
  return path.join(fixtures, "node-pools", `${pool}.yaml`);
}

async function reportOn(files: readonly string[], region: string): Promise<ReportModel> {
  const subject = manifestSubject({ files, region, zones: [] }, "Asia/Tokyo");
  return assembleReport(subject, {
    day: "2026-03-04",
    now: new Date("2026-03-04T00:00:00Z"),
    placements: askInThisThread(loadKarpenter()),
    progress: () => undefined,
  });
}
