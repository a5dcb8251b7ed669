import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { karpenterOf } from "../../../scheduling/karpenter/karpenter";
import type { PlacementQuestion } from "../../../scheduling/karpenter/questions";

interface Asked {
  readonly question: string;
  readonly input: {
    readonly count: number;
    readonly offerings: {
      readonly instanceTypes?: readonly string[];
      readonly zonesByRegion?: Readonly<Record<string, unknown>>;
    };
  };
}

const types = ["g5.xlarge", "g5.2xlarge", "g4dn.xlarge"] as const;
const [g5, big, g4dn] = types;

function place(
  region: string,
  names?: readonly string[],
  more: Partial<PlacementQuestion> = {},
): PlacementQuestion {
  const offerings = { region, zones: [] };
  const asked = { nodePools: [], pods: [], offerings, ...more };
  return names === undefined ? asked : { ...asked, instanceTypes: names };
}

/** What is passed for each question: how many types, and which regions. Undefined where nothing is. */
function handedOver(questions: readonly PlacementQuestion[]): readonly unknown[] {
  let catalogues: Asked[] = [];
  const karpenter = karpenterOf((text) => {
    const asked = JSON.parse(text) as Asked;
    if (asked.question === "catalogue") catalogues.push(asked);
    return JSON.stringify({ answer: {} });
  });
  return questions.map((question) => {
    catalogues = [];
    karpenter.place(question);
    assert.ok(catalogues.length <= 1);
    const [given] = catalogues;
    if (given === undefined) return undefined;
    const { count, offerings } = given.input;
    return [count, Object.keys(offerings.zonesByRegion ?? {}).length];
  });
}

describe("the catalogue that is passed to Karpenter", () => {
  it("has the types of the first question and of later ones, and is passed once", () => {
    const toCome = { instanceTypesToCome: [g5, big] };
    assert.deepEqual(
      handedOver([
        place("us-west-2", [g5], toCome),
        place("us-west-2", [big], toCome),
        place("us-west-2", [g5, big]),
      ]),
      [[2, 1], undefined, undefined],
    );
  });

  it("grows by new names, and is replaced for another region", () => {
    assert.deepEqual(
      handedOver([
        place("us-west-2", [g5]),
        place("us-west-2", [g4dn]),
        place("us-west-2", [g5]),
        place("us-east-1", [g4dn]),
      ]),
      [[1, 1], [2, 1], undefined, [1, 1]],
    );
  });

  it("is the whole catalogue where a question names no types, and remains so", () => {
    const [whole, ...others] = handedOver([
      place("us-west-2"),
      place("us-west-2", [g5]),
      place("us-east-1", [g4dn]),
      place("us-east-1"),
    ]) as [readonly [number, number], ...unknown[]];
    assert.ok(whole[0] > 1000 && whole[1] > 20, String(whole));
    assert.deepEqual(others, [undefined, undefined, undefined]);
  });

  it("is searched only for the types that the question names", () => {
    const asked: Asked[] = [];
    const karpenter = karpenterOf((text) => {
      asked.push(JSON.parse(text) as Asked);
      return JSON.stringify({ answer: {} });
    });
    karpenter.place(place("us-west-2", [g5], { instanceTypesToCome: types }));
    karpenter.place(place("us-west-2"));
    assert.deepEqual(
      asked
        .filter(({ question }) => question === "place")
        .map(({ input }) => input.offerings.instanceTypes),
      [[g5], undefined],
    );
    assert.ok(asked.every(({ input }) => !("instanceTypesToCome" in input)));
  });
});
