import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { readCommandLine } from "../../../commands/report/command-line";

describe("the arguments of the report", () => {
  it("are a stack; the default is text to standard output", () => {
    assert.deepEqual(readCommandLine(["production-us-east-1"]), {
      kind: "request",
      request: { subject: { kind: "stack", stack: "production-us-east-1" }, format: "text" },
    });
  });

  it("are a stack with every option, in either spelling", () => {
    assert.deepEqual(
      readCommandLine(
        "--format=html dev-us-west-2 -o out/report.html --time-zone Asia/Tokyo --week 2026-03-08".split(
          " ",
        ),
      ),
      {
        kind: "request",
        request: {
          subject: { kind: "stack", stack: "dev-us-west-2" },
          format: "html",
          output: "out/report.html",
          timeZone: "Asia/Tokyo",
          week: "2026-03-08",
        },
      },
    );
  });

  it("are files of manifests, as many as follow, with a region and zones", () => {
    assert.deepEqual(
      readCommandLine(
        "--manifests a.yaml b.yaml --region ap-northeast-1 --zones ap-northeast-1a,ap-northeast-1c --manifests c.yaml".split(
          " ",
        ),
      ),
      {
        kind: "request",
        request: {
          subject: {
            kind: "manifests",
            files: ["a.yaml", "b.yaml", "c.yaml"],
            region: "ap-northeast-1",
            zones: ["ap-northeast-1a", "ap-northeast-1c"],
          },
          format: "text",
        },
      },
    );
  });

  it("may ask for help together with anything else; help comes first", () => {
    assert.deepEqual(readCommandLine(["--nonsense", "-h"]), { kind: "help" });
  });

  const faulty: readonly (readonly [args: string, faults: readonly string[]])[] = [
    [
      "",
      [
        "stack: none named; expected a stack, or --manifests with files; see npm run report -- --help",
      ],
    ],
    [
      "a b --format pdf --colour --time-zone Mars/Olympus --week 2026-02-30",
      [
        "--colour: unknown option; expected one of --help, --manifests, --region, --zones, --format, --output, --time-zone, --week; remove it",
        'stack: more than one, got "a", "b"; name one at a time',
        '--format: unknown, got "pdf"; expected one of text, markdown, json, html',
        '--time-zone: no time zone, got "Mars/Olympus"; expected an IANA name; write e.g. Asia/Tokyo',
        '--week: no day, got "2026-02-30"; expected YYYY-MM-DD; name any day of the week to show',
      ],
    ],
    [
      "a --region us-east-1 --zones us-east-1a",
      [
        "--region: only with --manifests; a stack file names its own region and zones; remove it",
        "--zones: only with --manifests; a stack file names its own region and zones; remove it",
      ],
    ],
    [
      "a --manifests b.yaml",
      [
        'stack: not together with --manifests, got "a"; leave one of them out',
        "--region: missing; expected an AWS region beside --manifests; add --region <name>",
      ],
    ],
    ["a --output", ["--output: no value, got nothing; expected one; write --output <value>"]],
    [
      "a --week= --format --output",
      [
        "--week: no value, got nothing; expected one; write --week <value>",
        '--format: no value, got "--output"; expected one; write --format <value>',
      ],
    ],
  ];
  for (const [args, faults] of faulty) {
    it(`are refused with every fault: ${args === "" ? "none at all" : args}`, () => {
      assert.deepEqual(readCommandLine(args.split(" ").filter(Boolean)), {
        kind: "faults",
        faults,
      });
    });
  }
});
