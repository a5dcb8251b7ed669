import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { CompactCatalogue } from "../../../scheduling/catalogue/compact-catalogue";
import {
  catalogueSource,
  expandCatalogue,
  instanceTypes,
} from "../../../scheduling/catalogue/instance-catalogue";
import { compactTypesText } from "../../../commands/catalogue/long-types";

const root = join(__dirname, "..", "..", "..");
const dataFile = join(root, "scheduling", "catalogue", "data", "instance-types.json");

const source = {
  labelsAndAllocatable: catalogueSource.labels,
  onDemandUsdPerHourUsEast1: catalogueSource.prices,
};

function longType(name: string): Record<string, unknown> {
  const [family = "", size = ""] = name.split(".");
  return {
    labels: {
      "node.kubernetes.io/instance-type": name,
      "karpenter.k8s.aws/instance-family": family,
      "karpenter.k8s.aws/instance-size": size,
    },
    allocatable: { cpu: "1930m" },
  };
}

describe("the compact catalogue", () => {
  it("is the same, byte by byte, after it is expanded and compacted again", () => {
    const types = instanceTypes().map(({ name, labels, allocatable, onDemandUsdPerHour }) => [
      name,
      {
        labels,
        allocatable,
        ...(onDemandUsdPerHour === undefined
          ? {}
          : { onDemandUsdPerHourUsEast1: onDemandUsdPerHour }),
      },
    ]);
    assert.deepEqual(
      compactTypesText({ source, instanceTypes: Object.fromEntries(types) as unknown }),
      {
        text: readFileSync(dataFile, "utf8"),
      },
    );
  });

  it("does not depend on the order of its input", () => {
    const one = { source, instanceTypes: { "a.x": longType("a.x"), "b.y": longType("b.y") } };
    const two = { source, instanceTypes: { "b.y": longType("b.y"), "a.x": longType("a.x") } };
    assert.deepEqual(compactTypesText(one), compactTypesText(two));
  });

  it("expands to the types that were compacted", () => {
    const priced = { ...longType("b.y"), onDemandUsdPerHourUsEast1: 0.5 };
    const result = compactTypesText({
      source,
      instanceTypes: { "a.x": longType("a.x"), "b.y": priced },
    });
    assert.ok("text" in result);
    assert.deepEqual(expandCatalogue(JSON.parse(result.text) as CompactCatalogue), [
      { name: "a.x", ...longType("a.x") },
      { name: "b.y", ...longType("b.y"), onDemandUsdPerHour: 0.5 },
    ]);
  });

  it("stays under 100 kB", () => {
    assert.ok(readFileSync(dataFile).length < 100_000);
  });
});

describe("the long form", () => {
  const name = "a.x";
  const cases: readonly [string, unknown, readonly string[]][] = [
    ["that is no object", 7, ["the file: Invalid input: expected object, received number"]],
    [
      "without types",
      { source, instanceTypes: {} },
      ["instanceTypes: must hold at least one instance type"],
    ],
    [
      "with a number for text",
      { source, instanceTypes: { [name]: { ...longType(name), allocatable: { cpu: 4 } } } },
      ['instanceTypes["a.x"].allocatable.cpu: Invalid input: expected string, received number'],
    ],
    [
      "with a comma in a value",
      { source, instanceTypes: { [name]: { ...longType(name), allocatable: { cpu: "1,5" } } } },
      ['instanceTypes["a.x"].allocatable.cpu: may hold neither commas nor spaces'],
    ],
    [
      "whose prices have no date",
      {
        source: { ...source, onDemandUsdPerHourUsEast1: "some table" },
        instanceTypes: { [name]: longType(name) },
      },
      ["source.onDemandUsdPerHourUsEast1: must hold a date YYYY-MM-DD"],
    ],
    [
      "whose labels contradict the name",
      { source, instanceTypes: { [name]: { labels: {}, allocatable: {} } } },
      [
        'instanceTypes["a.x"].labels["node.kubernetes.io/instance-type"]: does not agree with the name, got nothing; expected "a.x"',
        'instanceTypes["a.x"].labels["karpenter.k8s.aws/instance-family"]: does not agree with the name, got nothing; expected "a"',
        'instanceTypes["a.x"].labels["karpenter.k8s.aws/instance-size"]: does not agree with the name, got nothing; expected "x"',
      ],
    ],
  ];
  for (const [title, input, faults] of cases) {
    it(`${title} is refused`, () => assert.deepEqual(compactTypesText(input), { faults }));
  }
});
