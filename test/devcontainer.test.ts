import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { parse } from "yaml";

import { toolchain } from "../dev/karpenter-wasm/go-program";

const folder = path.resolve(__dirname, "../.devcontainer");

describe("the developer container", () => {
  const dockerfile = readFileSync(path.join(folder, "Dockerfile"), "utf8");

  it("has the Go toolchain that builds the embedded Karpenter", () => {
    assert.match(dockerfile, new RegExp(`^FROM golang:${toolchain().slice("go".length)}-`, "m"));
  });

  it("has a Node version that package.json allows", () => {
    const { engines } = JSON.parse(
      readFileSync(path.resolve(folder, "../package.json"), "utf8"),
    ) as { readonly engines: { readonly node: string } };
    const major = Number(/^FROM node:(\d+)-/m.exec(dockerfile)?.[1]);
    assert.ok(major > Number(/^>=(\d+)\./.exec(engines.node)?.[1]));
  });

  it("is described by a valid file, which names the Dockerfile and prepares the project", () => {
    const text = readFileSync(path.join(folder, "devcontainer.json"), "utf8");
    const container = parse(text.replace(/^\s*\/\/.*$/gm, "")) as Record<string, unknown>;
    assert.deepEqual(container["build"], { dockerfile: "Dockerfile" });
    assert.equal(container["postCreateCommand"], "npm run setup");
  });
});
