/**
 * Compares the WebAssembly program with the same program built for this machine. Runs only where
 * KARPENTER_NATIVE names one, because a build needs Go and takes minutes.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import { anywhere } from "../../../scheduling/karpenter/questions";
import { budgetCase } from "../../../dev/oracle/budget-cases";
import { filterCase } from "../../../dev/oracle/filter-cases";
import { requirementCase } from "../../../dev/oracle/requirement-cases";
import { taintCase } from "../../../dev/oracle/taint-cases";
import { differentialCases as caseCount, differentialSeed as seed } from "./differential-size";
import { capacityType, gpuNames, gpuPods, gpuTaint, nodePool, pods, usWest2 } from "./manifests";
import { nativeKarpenter } from "./native-karpenter";

const program = process.env["KARPENTER_NATIVE"];

if (program !== undefined) {
  describe("the embedded and the native Karpenter", function () {
    this.timeout(60_000 + caseCount * 20);

    let embedded: Karpenter;
    const native = nativeKarpenter(program);
    before(async () => {
      embedded = await loadKarpenter();
    });

    const sample = <T>(cases: fc.Arbitrary<T>, numRuns: number): T[] =>
      fc.sample(cases, { numRuns, seed });

    it("have the same versions, of Go too", () => {
      assert.deepEqual(embedded.version(), native.version());
    });

    it("agree on requirements", () => {
      const cases = sample(requirementCase, caseCount);
      assert.deepEqual(embedded.requirements(cases), native.requirements(cases));
    });

    it("agree on budgets", () => {
      const questions = sample(budgetCase, caseCount).map(({ budgets, reason, nodeCount, at }) => ({
        ...(budgets === undefined ? {} : { budgets }),
        reasons: [reason],
        nodeCount,
        from: at,
      }));
      assert.deepEqual(
        embedded.allowedDisruptions(questions),
        native.allowedDisruptions(questions),
      );
    });

    it("agree on taints", () => {
      const cases = sample(taintCase, caseCount);
      assert.deepEqual(embedded.tolerates(cases), native.tolerates(cases));
    });

    it("agree on the whole catalogue", () => {
      const questions = sample(filterCase, Math.ceil(caseCount / 50)).map((requirements) => ({
        requirements,
        offerings: anywhere,
      }));
      assert.deepEqual(embedded.filter(questions), native.filter(questions));
    });

    it("agree on placements", () => {
      const nodePools = [
        nodePool("spot", {
          weight: 50,
          requirements: [gpuNames("a10g", "t4", "l4"), capacityType("spot")],
          taints: [gpuTaint],
          limits: { "nvidia.com/gpu": "40" },
        }),
        nodePool("on-demand", {
          weight: 10,
          requirements: [gpuNames("a10g")],
          taints: [gpuTaint],
        }),
        nodePool("cpu", { requirements: [capacityType("on-demand")] }),
      ];
      for (const count of [1, 7, 30, 100]) {
        const question = {
          nodePools,
          pods: [
            gpuPods("gpu", count),
            gpuPods("two", 3, { limits: { "nvidia.com/gpu": "2", cpu: "6" } }),
            pods("web", count, { limits: { cpu: "1500m", memory: "3Gi" } }),
            pods("lost", 2, { nodeSelector: { team: "none" } }),
          ],
          offerings: usWest2,
        };
        assert.deepEqual(embedded.place(question), native.place(question));
      }
    });
  });
}
