import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterEach, beforeEach, describe, it } from "mocha";

import { rules } from "../../policies/registry";

const root = path.resolve(__dirname, "../..");

describe("policies/analyzer", function () {
  this.timeout(60_000);
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(path.join(tmpdir(), "policies-"));
    for (const folder of ["policies", "scheduling", "start"]) {
      cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
    }
    rmSync(path.join(copy, "policies/dist"), { recursive: true, force: true });
    cpSync(path.join(root, "tsconfig.json"), path.join(copy, "tsconfig.json"));
    symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it("prints its port and nothing else, from any folder, and serves every rule", async () => {
    const pack = boot(path.join(copy, "policies/analyzer"));
    const port = await pack.port;
    const info = await analyzerInfo(port);
    pack.kill();
    const { stdout, stderr } = await pack.exit;
    assert.match(stdout, /^\d+\n$/);
    assert.equal(stderr, "");
    assert.equal(info.getName(), "accelerator-platform");
    assert.equal(info.getVersion(), "0.1.0");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      rules.map(({ id }) => id),
    );
  });

  it("links to the pages of its rules once its package.json names a repository", async () => {
    const links = async () => {
      const pack = boot(path.join(copy, "policies/analyzer"));
      const info = await analyzerInfo(await pack.port);
      pack.kill();
      await pack.exit;
      return info.getPoliciesList().map((policy) => policy.getUrl());
    };
    assert.deepEqual(new Set(await links()), new Set([""]));
    const file = path.join(copy, "policies/package.json");
    const repository = { type: "git", url: "git+https://github.com/example/platform.git" };
    const named = { ...(JSON.parse(readFileSync(file, "utf8")) as object), repository };
    writeFileSync(file, JSON.stringify(named));
    assert.deepEqual(
      await links(),
      rules.map(({ id }) => `https://github.com/example/platform/blob/HEAD/docs/policies/${id}.md`),
    );
  });

  it("boots from its folder too, as the language host starts a pack, and serves the same rules", async () => {
    const runner = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const folder = path.join(copy, "policies");
    const pack = boot(process.execPath, [runner, "127.0.0.1:1", folder], folder);
    const info = await analyzerInfo(await pack.port);
    pack.kill();
    const { stdout } = await pack.exit;
    assert.match(stdout, /^\d+\n$/);
    assert.equal(info.getName(), "accelerator-platform");
    assert.equal(info.getPoliciesList().length, rules.length);
  });

  it("bundles once, starts from the bundle, and bundles again when a source has changed", async () => {
    const bundle = path.join(copy, "policies/dist/pack.js");
    await bootOnce(copy);
    const first = readFileSync(bundle, "utf8");
    writeFileSync(
      bundle,
      first.replace('"accelerator-platform"', '"accelerator-platform-from-bundle"'),
    );
    assert.equal(await bootOnce(copy), "accelerator-platform-from-bundle");
    const registry = path.join(copy, "policies/registry.ts");
    writeFileSync(
      registry,
      readFileSync(registry, "utf8").replace('"accelerator-platform"', '"changed"'),
    );
    assert.equal(await bootOnce(copy), "changed");
  });

  it("boots several times at once from nothing and leaves one whole bundle", async () => {
    const names = await Promise.all([1, 2, 3].map(() => bootOnce(copy)));
    assert.deepEqual(names, [
      "accelerator-platform",
      "accelerator-platform",
      "accelerator-platform",
    ]);
    assert.deepEqual(readdirSync(path.join(copy, "policies/dist")), ["pack.js"]);
  });

  it("runs the bundle of its sources where esbuild is not installed, and no other", async () => {
    await bootOnce(copy);
    removeEsbuild(copy);
    assert.equal(await bootOnce(copy), "accelerator-platform");
    writeFileSync(path.join(copy, "policies/index.ts"), "export {};");
    assert.deepEqual(await boot(path.join(copy, "policies/analyzer")).exit, {
      code: 2,
      stdout: "",
      stderr:
        "policies: index.ts: no bundle of these sources and nothing to make it with, got a dist/pack.js of other sources and no esbuild; expected one of the two; run npm ci in the project's root\n",
    });
  });

  it("says what to do where there is neither esbuild nor a bundle", async () => {
    removeEsbuild(copy);
    const { code, stdout, stderr } = await boot(path.join(copy, "policies/analyzer")).exit;
    assert.deepEqual(
      { code, stdout, stderr },
      {
        code: 2,
        stdout: "",
        stderr:
          "policies: index.ts: no bundle of these sources and nothing to make it with, got no dist/pack.js and no esbuild; expected one of the two; run npm ci in the project's root\n",
      },
    );
  });

  it("has a bundle that its sources in this working tree made, once it has booted here", async () => {
    const pack = boot(path.join(root, "policies/analyzer"));
    await pack.port;
    pack.kill();
    await pack.exit;
    assert.ok(existsSync(path.join(root, "policies/dist/pack.js")));
  });
});

interface Boot {
  readonly port: Promise<number>;
  readonly exit: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
  kill(): void;
}

/** Starts an analyzer as the CLI does: by its path, from elsewhere, with the engine's address. */
function boot(file: string, args: readonly string[] = ["127.0.0.1:1"], cwd = tmpdir()): Boot {
  const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const port = new Promise<number>((resolve) => {
    child.stdout.on("data", (text: Buffer) => {
      stdout += text.toString();
      if (stdout.includes("\n")) resolve(Number(stdout));
    });
  });
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const exit = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { port, exit, kill: () => child.kill() };
}

/** The same packages, but one. */
function removeEsbuild(folder: string): void {
  const target = path.join(folder, "node_modules");
  rmSync(target);
  mkdirSync(target);
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    if (name !== "esbuild")
      symlinkSync(path.join(root, "node_modules", name), path.join(target, name));
  }
}

/** Boots a copy of the pack and returns the name that it serves under. */
async function bootOnce(folder: string): Promise<string> {
  const pack = boot(path.join(folder, "policies/analyzer"));
  const info = await analyzerInfo(await pack.port);
  pack.kill();
  await pack.exit;
  return info.getName();
}

function analyzerInfo(port: number): Promise<AnalyzerInfo> {
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.getAnalyzerInfo(new Empty(), (error: Error | null, info: AnalyzerInfo) => {
      client.close();
      if (error) reject(error);
      else resolve(info);
    });
  });
}
