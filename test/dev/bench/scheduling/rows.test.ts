import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { reporterFor } from "../../../../command-line/reporter";
import { nativeProgram } from "../../../../dev/bench/scheduling/native-program";
import {
  failOnDifference,
  type EngineName,
  type EngineSubject,
} from "../../../../dev/bench/scheduling/rows";

describe("the times of engines", () => {
  const subject = (engine: EngineName, ...answers: readonly string[]): EngineSubject => ({
    question: "a week",
    position: 0,
    engine,
    measured: answers.map((answer) => ({
      startSeconds: 0,
      firstSeconds: 1,
      againSeconds: 1,
      peakBytes: undefined,
      answer,
    })),
  });

  it("are compared only for equal answers", () => {
    failOnDifference([subject("typescript", "x", "x"), subject("native", "x")]);
    failOnDifference([
      subject("typescript", "x"),
      { ...subject("native", "y"), question: "other" },
    ]);
    assert.throws(
      () => failOnDifference([subject("typescript", "x", "x"), subject("native", "y")]),
      /^Error: a week: typescript, native do not answer the same; run npm run oracle$/,
    );
  });
});

describe("the native Karpenter of a benchmark", () => {
  let folder: string;
  const lines: string[] = [];
  const reporter = reporterFor({ write: (text) => lines.push(text) });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "native-"));
    lines.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is the program that KARPENTER_NATIVE names", () => {
    const file = path.join(folder, "built");
    writeFileSync(file, "");
    assert.equal(nativeProgram({ KARPENTER_NATIVE: file }, folder, reporter), file);
    assert.throws(
      () => nativeProgram({ KARPENTER_NATIVE: `${file}s` }, folder, reporter),
      /^Error: KARPENTER_NATIVE: no such file, got .*\/builts; build it or unset the variable$/,
    );
  });

  it("is left out, with a message, when there is no Go", () => {
    assert.equal(nativeProgram({ PATH: folder }, folder, reporter), undefined);
    assert.deepEqual(lines, ["No Go here: the native Karpenter is left out\n"]);
  });
});
