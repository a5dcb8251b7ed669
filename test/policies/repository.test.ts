import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { packRepository, repositoryOf } from "../../policies/repository";

const root = path.resolve(__dirname, "../..");

describe("repositoryOf", () => {
  for (const [repository, address] of [
    ["https://github.com/example/platform", "https://github.com/example/platform"],
    ["https://github.com/example/platform/", "https://github.com/example/platform"],
    [{ url: "git+https://github.com/example/platform.git" }, "https://github.com/example/platform"],
    // Nothing tells where these can be read in a browser.
    ["git@github.com:example/platform.git", undefined],
    ["example/platform", undefined],
  ] as const) {
    it(`reads ${JSON.stringify(repository)} as ${String(address)}`, () => {
      assert.equal(repositoryOf({ repository }), address);
    });
  }

  it("is undefined where no repository is named", () => {
    assert.equal(repositoryOf({}), undefined);
  });
});

describe("packRepository", () => {
  it("is the repository that the package.json of the project names too", () => {
    const text = readFileSync(path.join(root, "package.json"), "utf8");
    assert.equal(
      packRepository,
      repositoryOf(JSON.parse(text) as object),
      "name the same repository in package.json and in policies/package.json",
    );
  });

  it("is described where a team learns to deploy, with both files", () => {
    const page = readFileSync(path.join(root, "docs/deploying.md"), "utf8");
    const [about = ""] = page
      .split("\n\n")
      .filter((paragraph) => paragraph.includes("`repository`"));
    assert.match(about, /`policies\/package\.json`[^]*root `package\.json`/);
  });
});
