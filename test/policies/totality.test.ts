import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { describe, it } from "mocha";

import { rules } from "../../policies/registry";
import { policyFixtures, policyFixturesFolder } from "../../dev/generate/policy-fixtures";
import type { FixtureResource } from "../../dev/generate/policy-fixtures";
import { fieldText } from "../../policies/support/message";
import { checkResource, checkProgram } from "./check-program";

const stringMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const objectMarker = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

type Path = readonly (string | number)[];

const allFixtures = policyFixtures();
const goodFixtures = allFixtures
  .filter(({ kind }) => kind === "good")
  // Several rules have the same pool as their good example.
  .filter(
    (fixture, index, all) =>
      all.findIndex(({ resources }) => isDeepStrictEqual(resources, fixture.resources)) === index,
  );

describe("the pack on malformed resources", function () {
  this.timeout(60_000);

  for (const { file, resources } of goodFixtures) {
    it(`checks ${file} with any value unknown, without a crash and without an exemption by the SDK`, async () => {
      for (const path of pathsOf(properties(resources))) {
        const marker = isLeaf(properties(resources), path) ? stringMarker : objectMarker;
        const { messages, crashes } = await checkProgram(replaced(resources, path, marker));
        assert.deepEqual(crashes, [], path.join("."));
        assert.deepEqual(
          messages.filter((message) => message.startsWith("can't run policy")),
          [],
          path.join("."),
        );
      }
    });

    it(`checks ${file} with any leaf of another shape, without a crash`, async () => {
      const leaves = pathsOf(properties(resources)).filter((path) =>
        isLeaf(properties(resources), path),
      );
      for (const path of leaves) {
        for (const value of [null, 5, "text", [], {}]) {
          const { crashes } = await checkProgram(replaced(resources, path, value));
          assert.deepEqual(crashes, [], `${path.join(".")} = ${JSON.stringify(value)}`);
        }
      }
    });
  }

  it("checks resources whose content does not fit their type", async () => {
    const types = rules.flatMap((rule) => rule.types).filter((type) => !type.includes("*"));
    for (const type of new Set(types)) {
      for (const value of [
        {},
        { spec: null, metadataOptions: null, vpcConfig: null },
        { spec: [], metadataOptions: [], vpcConfig: [] },
        { spec: 5, metadataOptions: 5, vpcConfig: 5, endpointPublicAccess: 5 },
        { metadata: "x", spec: {}, metadataOptions: {}, vpcConfig: {} },
      ]) {
        const { crashes, verdicts } = await checkResource(value, type);
        assert.deepEqual(crashes, [], `${type} ${JSON.stringify(value)}`);
        assert.notEqual(verdicts.length, 0, `${type} ${JSON.stringify(value)}`);
      }
    }
  });

  for (const rule of rules) {
    for (const guarded of rule.guardedPaths) {
      const field = fieldText(guarded);
      it(`reports an unknown value at ${field}, which ${rule.id} guards, in a fixture that depends on it`, async () => {
        const good = allFixtures.filter(
          (fixture) => fixture.rule === rule.id && fixture.kind === "good",
        );
        const reported: string[] = [];
        for (const { file, resources } of good) {
          for (const path of pathsTo(guarded, resources)) {
            const { verdicts } = await checkProgram(replaced(resources, path, objectMarker), {
              rules: [rule],
            });
            for (const { path: found, level } of verdicts) {
              assert.deepEqual({ found, level }, { found: field, level: rule.level }, file);
              reported.push(file);
            }
          }
        }
        assert.notDeepEqual(
          reported,
          [],
          `no good fixture has a value at ${field} that decides; add one to ${policyFixturesFolder}/${rule.id}/good`,
        );
      });
    }
  }
});

/** Where the resources have the path that a rule guards: index of the resource, then keys. */
function pathsTo(guarded: Path, resources: readonly FixtureResource[]): readonly Path[] {
  return resources.flatMap((resource, index) =>
    pathsOf(resource.properties)
      .filter((path) => isDeepStrictEqual(path, guarded))
      .map((path) => [index, ...path]),
  );
}

function properties(resources: readonly FixtureResource[]): readonly object[] {
  return resources.map((resource) => resource.properties);
}

/** Every path of a value, inner nodes included. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const children = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return path.length === 0 ? children : [path, ...children];
}

function isLeaf(root: unknown, path: Path): boolean {
  let value = root;
  for (const step of path) value = (value as Readonly<Record<string, unknown>>)[step];
  return typeof value !== "object" || value === null;
}

/** The resources with one value replaced; the path's first step is the index of the resource. */
function replaced(
  resources: readonly FixtureResource[],
  [index, ...path]: Path,
  value: unknown,
): readonly FixtureResource[] {
  return resources.map((resource, at) => {
    if (at !== index) return resource;
    if (path.length === 0) return { ...resource, properties: {} };
    const copy = structuredClone(resource.properties) as Record<string, unknown>;
    let parent = copy;
    for (const step of path.slice(0, -1)) parent = parent[step] as Record<string, unknown>;
    parent[path.at(-1) ?? ""] = value;
    return { ...resource, properties: copy };
  });
}
