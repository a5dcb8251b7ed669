import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import fc from "fast-check";
import { after, before, describe, it } from "mocha";

import { readStackFile, type StackFile } from "../../../infra/checks/read-stack-file";
import { formatFaults } from "../../../infra/config/config-fault";
import { stackNames } from "../../../infra/config/stack-names";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { pathText } from "../../../scheduling/values/fault";
import { platformResources } from "../../support/platform";
import { fixtureStacks, stackValues } from "../../support/stack-values";
import { fileText } from "./fuzz/file-text";
import { drawGarbage, drawOddFile } from "./fuzz/odd-files";
import { plantFault } from "./fuzz/planted-faults";
import type { Draw } from "./fuzz/schema-places";
import { drawSchemaValues, drawValidValues } from "./fuzz/valid-files";

/** How many files; `FUZZ_STACK_FILES=100000` for a long run. */
const files = Number(process.env["FUZZ_STACK_FILES"] ?? 2_000);
/** Repeats a run: `FUZZ_SEED=<seed>`. It is part of each title. */
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);

/** One in so many sound files is built whole, under mocks. That takes a hundred times as long as reading it. */
const filesToABuild = 200;
/** Far above what any of the files takes, far below what a person waits. */
const longestMilliseconds = 30_000;

/** The stacks that create their own cluster: the fuzz plants faults in their network too. */
const stacks = stackNames(fixtureStacks).filter((stack) => stack !== "dev-us-east-1");
const sound = new Map(stacks.map((stack) => [stack, stackValues(stack)]));

describe(`stack files at random (seed ${seed})`, function () {
  this.timeout(60_000 + files * 100);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), "fuzz-"))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the property on a share of the files, each with a stack drawn for it. */
  function check(share: number, property: (draw: Draw, stack: string) => void): void {
    const numRuns = Math.ceil(files * share);
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        property(
          draw,
          draw(() => fc.constantFrom(...stacks)),
        );
      }),
      // Without shrinking, which would read thousands of files more; the message names what was done.
      { numRuns, seed, endOnFailure: true },
    );
  }

  /** Reads the file as the program's tools do; whatever it holds, without an exception and in good time. */
  function read(stack: string, content: string | Buffer): StackFile {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(file, content);
    const started = Date.now();
    const result = readStackFile(file);
    assert.ok(Date.now() - started < longestMilliseconds, "it takes too long");
    assert.equal(result.config === undefined, result.faults.length > 0);
    const report = formatFaults(file, result.faults);
    assert.doesNotMatch(report, /\n\s+at |undefined|\[object Object\]/);
    return result;
  }

  it(`names a planted fault by its path (${Math.ceil(files * 0.5)} files)`, () => {
    check(0.5, (draw, stack) => {
      const planted = plantFault(draw, sound.get(stack));
      const { faults } = read(stack, fileText(planted.values));
      const paths = faults.map((fault) => pathText(fault.path, "configuration"));
      const expected = pathText(planted.path, "configuration");
      assert.ok(
        paths.includes(expected),
        `${planted.deed} at ${expected}: got ${paths.join(", ")}`,
      );
    });
  });

  it(`accepts valid changes, and builds the platform from them (${Math.ceil(files * 0.2)} files)`, async () => {
    let count = 0;
    const built: StackFile[] = [];
    check(0.2, (draw, stack) => {
      const style = draw(() => fc.constantFrom("block" as const, "flow" as const));
      const file = read(stack, fileText(drawValidValues(draw, sound.get(stack) ?? {}), style));
      assert.deepEqual(file.faults, []);
      count += 1;
      if (count % filesToABuild === 1) built.push(file);
    });
    for (const file of built) await build(file);
  });

  it(`checks any values that the schema allows, and builds the platform from accepted ones (${Math.ceil(files * 0.1)} files)`, async () => {
    const accepted: StackFile[] = [];
    check(0.1, (draw, stack) => {
      const file = read(stack, fileText(drawSchemaValues(draw, sound.get(stack) ?? {})));
      if (file.config !== undefined) {
        platformSpec(file.config);
        accepted.push(file);
      }
    });
    assert.ok(accepted.length > 0);
    const every = Math.ceil((accepted.length * filesToABuild * 2) / files);
    for (const file of accepted.filter((_, index) => index % every === 0)) await build(file);
  });

  it(`accepts a valid file in any YAML style, and finds a fault in each style (${Math.ceil(files * 0.1)} files)`, () => {
    check(0.1, (draw, stack) => {
      const { bytes, isValid, deed } = drawOddFile(draw, sound.get(stack));
      const { faults } = read(stack, bytes);
      assert.equal(faults.length === 0, isValid, `${deed}: ${formatFaults("", faults)}`);
    });
  });

  it(`refuses random bytes (${Math.ceil(files * 0.1)} files)`, () => {
    check(0.1, (draw, stack) => {
      assert.ok(read(stack, drawGarbage(draw)).faults.length > 0);
    });
  });
});

/** All builders and components run without an exception. */
async function build({ config, stack, text }: StackFile): Promise<void> {
  assert.ok(config);
  const resources = await platformResources(stack, config);
  const pools = resources.filter(({ type }) => type === "kubernetes:karpenter.sh/v1:NodePool");
  assert.equal(pools.length, platformSpec(config).tiers.length, `${stack}\n${text}`);
}
