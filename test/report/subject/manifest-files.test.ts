import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { readManifestFiles, type ReadManifests } from "../../../report/subject/manifest-files";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("reading manifests", () => {
  it("takes documents and lists of all kinds apart, in order", async () => {
    const { manifests, findings } = await read(
      "kind: NodePool\nmetadata: {name: a}\n---\n# nothing\n---\nkind: NodePoolList\nitems:\n- {kind: NodePool, metadata: {name: b}}\n- {kind: Pod}\n",
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(
      manifests.map(({ from, kind, name }) => [from, kind, name]),
      [
        ["pools.yaml, document 1", "NodePool", "a"],
        ["pools.yaml, document 3", "NodePool", "b"],
        ["pools.yaml, document 3", "Pod", "(no name)"],
      ],
    );
  });

  it("ignores a byte order mark, and names a file with one document without a number", async () => {
    const { manifests } = await read("\uFEFFkind: NodePool\n");
    assert.deepEqual(
      manifests.map(({ from }) => from),
      ["pools.yaml"],
    );
  });

  it("finds nothing in an empty file, without a fault", async () => {
    assert.deepEqual(await read(""), { manifests: [], findings: [] });
  });

  const faulty: readonly (readonly [what: string, text: string, finding: RegExp])[] = [
    ["text that is no YAML", "a: [1\n", /^pools.yaml: not valid YAML: /],
    ["a document that is no manifest", "- 1\n", /^pools.yaml: kind: is missing, got nothing/],
    ["a kind that is no text", "kind: 3\n", /^pools.yaml: kind: is missing/],
    [
      "an alias without its anchor",
      "kind: *gone\n",
      /^pools.yaml: Unresolved alias.*; write out what the alias means$/,
    ],
    [
      "aliases of aliases that would fill the memory",
      bomb(),
      /^pools.yaml: Excessive alias count.*; write out what/,
    ],
    ["brackets without end", "[".repeat(100_000), /^pools.yaml: nested too deep to be a manifest/],
    ["an alias of itself", "kind: &a [*a]\n", /^pools.yaml: (nested too deep|kind: is missing)/],
  ];
  for (const [what, text, finding] of faulty) {
    it(`makes a finding of ${what}`, async () => {
      const { manifests, findings } = await read(text);
      assert.deepEqual(manifests, []);
      assert.equal(findings.length, 1, findings.join("\n"));
      assert.match(findings[0] ?? "", finding);
    });
  }

  it("refuses every file that cannot be read, all at once", () =>
    withTemporaryFolder((folder) => {
      mkdirSync(path.join(folder, "folder"));
      const files = ["none.yaml", "folder"].map((name) => path.join(folder, name));
      assert.throws(
        () => readManifestFiles(files),
        (error: Error) => {
          assert.equal(error.name, "InputFault");
          assert.deepEqual(
            error.message.split("\n").map((line) => line.replaceAll(folder, "").split(";")[0]),
            [
              '--manifests: cannot read "/none.yaml": no such file',
              '--manifests: no file in "/folder"',
            ],
          );
          return true;
        },
      );
    }));
});

/** Aliases of aliases: ten times ten times ten and so on. */
function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, index) => {
    const aliases = Array.from({ length: 10 }, () => (index === 0 ? "x" : `*a${index - 1}`));
    return `a${index}: &a${index} [${aliases.join(", ")}]`;
  });
  return `${lines.join("\n")}\n`;
}

async function read(text: string): Promise<ReadManifests> {
  return withTemporaryFolder((folder) => {
    const file = path.join(folder, "pools.yaml");
    writeFileSync(file, text);
    const { manifests, findings } = readManifestFiles([file]);
    const short = (from: string): string => from.replace(`${folder}${path.sep}`, "");
    return Promise.resolve({
      manifests: manifests.map((one) => ({ ...one, from: short(one.from) })),
      findings: findings.map(short),
    });
  });
}
