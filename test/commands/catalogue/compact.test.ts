import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { withTemporaryFolder } from "../../support/temporary-folder";

const root = join(__dirname, "..", "..", "..");

const longTypes = {
  source: { labelsAndAllocatable: "a page", onDemandUsdPerHourUsEast1: "a table, 2026-08-01" },
  instanceTypes: {
    "g5.xlarge": {
      labels: {
        "node.kubernetes.io/instance-type": "g5.xlarge",
        "karpenter.k8s.aws/instance-family": "g5",
        "karpenter.k8s.aws/instance-size": "xlarge",
      },
      allocatable: { cpu: "3920m" },
    },
  },
};

const longOfferings = {
  source: "EC2, 2026-08-01",
  regions: { "us-west-2": ["usw2-az1"] },
  offerings: { "g5.xlarge": { "us-west-2": ["usw2-az1"] } },
};

describe("npm run catalogue -- compact", function () {
  this.timeout(30_000);

  for (const [kind, longForm, dataFile] of [
    ["types", longTypes, "instance-types.json"],
    ["offerings", longOfferings, "instance-offerings.json"],
  ] as const) {
    it(`writes ${dataFile} from a long form of ${kind}`, () =>
      withTemporaryFolder((folder) => {
        const written = join(folder, dataFile);
        const { status, stdout } = compact(folder, kind, JSON.stringify(longForm));
        assert.equal(status, 0);
        const text = readFileSync(written, "utf8");
        assert.match(text, /"source"/);
        assert.equal(stdout, `wrote ${written}, ${Buffer.byteLength(text)} bytes\n`);
      }));
  }

  it("lists the first 20 faults of a long form, counts the rest, and writes nothing", () =>
    withTemporaryFolder((folder) => {
      const names = Array.from({ length: 25 }, (_, at) => `g5.x${at}`);
      const offerings = Object.fromEntries(names.map((name) => [name, { nowhere: ["a-az1"] }]));
      const text = JSON.stringify({ ...longOfferings, offerings });
      const { status, stderr } = compact(folder, "offerings", text);
      assert.equal(status, 1);
      const lines = stderr.trimEnd().split("\n");
      assert.equal(lines.length, 21);
      assert.match(
        lines[0] ?? "",
        /long\.json: offerings\.g5\.x0\.nowhere: the region has no zone a-az1$/,
      );
      assert.match(lines[20] ?? "", /long\.json: and 5 more faults$/);
      assert.ok(!existsSync(join(folder, "instance-offerings.json")));
    }));

  it("refuses a file that is no JSON, without a stack trace", () =>
    withTemporaryFolder((folder) => {
      const { status, stderr } = compact(folder, "types", "{");
      assert.equal(status, 1);
      assert.match(stderr, /^\S+long\.json: cannot be read as JSON: [^\n]+\n$/);
    }));

  it("refuses a kind that has no long form", () =>
    withTemporaryFolder((folder) => {
      const { status, stderr } = compact(folder, "prices", "{}");
      assert.equal(status, 1);
      assert.match(stderr, /Allowed choices are types, offerings\./);
    }));
});

/** Runs the command on a long form with this text; \`folder\` takes the data files. */
function compact(folder: string, kind: string, text: string): ReturnType<typeof run> {
  const file = join(folder, "long.json");
  writeFileSync(file, text);
  return run("compact", kind, file, "--data", folder);
}

function run(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ["--import", "tsx", "commands/catalogue/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });
}
