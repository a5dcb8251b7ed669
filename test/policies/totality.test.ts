import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { describe, it } from "mocha";

import { rules } from "../../policies/registry";
import { policyFixtures } from "./fixtures";
import { judge } from "./judge";

const stringMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const objectMarker = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const goodFixtures = policyFixtures()
  .filter(({ kind }) => kind === "good")
  // Several rules have the same pool as their good example.
  .filter(
    (fixture, index, all) =>
      all.findIndex(({ resource }) => isDeepStrictEqual(resource, fixture.resource)) === index,
  );

describe("the pack on resources that nobody would write", function () {
  this.timeout(60_000);

  for (const { file, type, resource } of goodFixtures) {
    it(`judges ${file} with any value unknown, without a crash and without excusing itself`, async () => {
      for (const path of pathsOf(resource)) {
        const marker = isLeaf(resource, path) ? stringMarker : objectMarker;
        const { messages, crashes } = await judge(replaced(resource, path, marker), type);
        assert.deepEqual(crashes, [], path.join("."));
        assert.deepEqual(
          messages.filter((message) => message.startsWith("can't run policy")),
          [],
          path.join("."),
        );
      }
    });

    it(`judges ${file} with any leaf of another shape, without a crash`, async () => {
      for (const path of pathsOf(resource).filter((found) => isLeaf(resource, found))) {
        for (const value of [null, 5, "text", [], {}]) {
          const { crashes } = await judge(replaced(resource, path, value), type);
          assert.deepEqual(crashes, [], `${path.join(".")} = ${JSON.stringify(value)}`);
        }
      }
    });
  }

  it("judges resources that are nothing like a NodePool", async () => {
    for (const value of [
      {},
      { spec: null },
      { spec: [] },
      { spec: 5 },
      { metadata: "x", spec: {} },
    ]) {
      const { crashes, verdicts } = await judge(value);
      assert.deepEqual(crashes, []);
      assert.notEqual(verdicts.length, 0, JSON.stringify(value));
    }
  });

  it("reports an unknown value on every guarded path of a full pool, by the rule that guards it", async () => {
    for (const rule of rules) {
      for (const guarded of rule.guards) {
        const fixture = policyFixtures().find(
          ({ kind, rule: folder, name, resource }) =>
            kind === "good" &&
            folder === rule.id &&
            name === "typical" &&
            pathsOf(resource).some((path) => path.join(".") === guarded),
        );
        if (fixture === undefined) continue;
        const broken = replaced(fixture.resource, guarded.split("."), objectMarker);
        const { verdicts } = await judge(broken, fixture.type);
        // A taint that is there decides by itself, without requirements and labels.
        if (rule.id.endsWith("-taint") && !guarded.endsWith("taints")) continue;
        if (rule.id === "acc-label" && !guarded.endsWith("labels")) continue;
        assert.deepEqual(
          verdicts.filter((verdict) => verdict.rule === rule.id),
          [{ rule: rule.id, path: guarded, level: "mandatory" }],
          `${rule.id} with ${guarded} unknown`,
        );
      }
    }
  });
});

/** Every path of a value, inner nodes included. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const children = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return path.length === 0 ? children : [path, ...children];
}

function isLeaf(resource: Json, path: Path): boolean {
  let value: unknown = resource;
  for (const step of path) value = (value as Record<string, unknown>)[step];
  return typeof value !== "object" || value === null;
}

function replaced(resource: Json, path: Path, value: unknown): Json {
  const copy = structuredClone(resource) as Record<string, unknown>;
  let parent: Record<string, unknown> = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<string, unknown>;
  parent[path.at(-1) ?? ""] = value;
  return copy;
}
