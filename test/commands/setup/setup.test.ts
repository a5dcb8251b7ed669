import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { writeScript } from "../../support/fake-programs";
import { withTemporaryFolder } from "../../support/temporary-folder";

const setup = path.resolve(__dirname, "../../../commands/setup/setup.js");

const locked = {
  lockfileVersion: 3,
  packages: {
    "": { name: "some-project" },
    policies: { name: "policies" },
    "node_modules/zod": { version: "4.0.0", integrity: "sha512-zod" },
    "node_modules/policies": { resolved: "policies", link: true },
    "node_modules/only-on-another-system": { version: "1.0.0", optional: true },
  },
};

interface Checkout {
  readonly folder: string;
  readonly log: string;
  readonly installed: (packages: unknown) => void;
  readonly run: (
    environment?: Record<string, string>,
    ...args: readonly string[]
  ) => ReturnType<typeof spawnSync>;
}

/** A checkout with a copy of the setup, and with an npm that only writes its arguments to a file. */
function inCheckout(use: (checkout: Checkout) => void): () => Promise<void> {
  return () =>
    withTemporaryFolder((folder) => {
      const log = path.join(folder, "npm.log");
      const programs = path.join(folder, "programs");
      writeScript(programs, "npm", [`echo "$*" > ${log}`]);
      fs.mkdirSync(path.join(folder, "commands/setup"), { recursive: true });
      fs.copyFileSync(setup, path.join(folder, "commands/setup/setup.js"));
      fs.writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(locked));
      use({
        folder,
        log,
        installed: (packages) => {
          fs.mkdirSync(path.join(folder, "node_modules"));
          const file = path.join(folder, "node_modules/.package-lock.json");
          fs.writeFileSync(file, JSON.stringify({ packages }));
        },
        run: (environment = { PATH: programs }, ...args) =>
          spawnSync(process.execPath, [path.join(folder, "commands/setup/setup.js"), ...args], {
            cwd: folder,
            env: environment,
            encoding: "utf8",
          }),
      });
    });
}

const present = {
  "node_modules/zod": locked.packages["node_modules/zod"],
  "node_modules/policies": locked.packages["node_modules/policies"],
};

describe("the setup that every command runs first", () => {
  it(
    "prints nothing and installs nothing when nothing is missing",
    inCheckout(({ installed, run, log }) => {
      installed(present);
      const { status, stdout, stderr } = run();
      assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
      assert.equal(fs.existsSync(log), false);
    }),
  );

  it(
    "installs the packages of the lock file when none are installed",
    inCheckout(({ run, log }) => {
      const { status, stderr } = run();
      assert.equal(status, 0);
      assert.equal(stderr, "Installing the npm packages with npm ci: they are not installed yet\n");
      assert.equal(fs.readFileSync(log, "utf8"), "ci --no-fund --no-audit\n");
    }),
  );

  for (const [title, packages, reason] of [
    ["is missing", { ...present, "node_modules/zod": undefined }, "zod is missing"],
    [
      "has another version",
      { ...present, "node_modules/zod": { version: "3.9.0", integrity: "sha512-zod" } },
      "zod is version 3.9.0, expected 4.0.0",
    ],
    [
      "is another build of the same version",
      { ...present, "node_modules/zod": { version: "4.0.0", integrity: "sha512-other" } },
      "zod is not the package of package-lock.json",
    ],
  ] as const) {
    it(
      `installs them again when one ${title}`,
      inCheckout(({ installed, run, log }) => {
        installed(packages);
        const { status, stderr } = run();
        assert.equal(status, 0);
        assert.equal(stderr, `Installing the npm packages with npm ci: ${reason}\n`);
        assert.equal(fs.existsSync(log), true);
      }),
    );
  }

  for (const option of ["--help", "-h"]) {
    it(
      `prints its usage for ${option} and installs nothing, also together with other options`,
      inCheckout(({ run, log }) => {
        const { status, stdout, stderr } = run(undefined, "--engine", "--tests", option);
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
        assert.match(stdout as string, /^Usage: npm run setup -- \[options\]\n/);
        assert.equal(fs.existsSync(log), false);
      }),
    );
  }

  it(
    "exits 2 with a message and without a stack trace when its usage cannot be written",
    inCheckout(({ folder }) => {
      const script = path.join(folder, "commands/setup/setup.js");
      const full = fs.openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [script, "--help"], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      });
      fs.closeSync(full);
      assert.equal(status, 2);
      assert.match(stderr, /^cannot write to standard output, got ENOSPC: [^\n]+\n$/);
    }),
  );

  it(
    "refuses an unknown option with exit code 1 and installs nothing",
    inCheckout(({ run, log }) => {
      const { status, stdout, stderr } = run(undefined, "--engine", "--hlep");
      assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
      assert.equal(
        stderr,
        "setup: unknown option, got --hlep; expected --install-browser or --help\n",
      );
      assert.equal(fs.existsSync(log), false);
    }),
  );

  it(
    "allows the installation of a browser only with --install-browser",
    inCheckout(({ installed, folder, run }) => {
      installed(present);
      const ensure = path.join(folder, "dev/programs/ensure.ts");
      fs.mkdirSync(path.dirname(ensure), { recursive: true });
      fs.writeFileSync(
        ensure,
        'console.log(process.env["ACCELERATOR_PLATFORM_INSTALL"] ?? "not allowed");\n',
      );
      const tsx = path.dirname(require.resolve("tsx/package.json"));
      fs.symlinkSync(tsx, path.join(folder, "node_modules/tsx"));
      assert.equal(run(undefined, "--tests").stdout, "not allowed\n");
      assert.equal(run(undefined, "--tests", "--install-browser").stdout, "1\n");
    }),
  );

  it(
    "exits 2 and says what to do when there is no npm",
    inCheckout(({ folder, run }) => {
      const { status, stderr } = run({ PATH: folder });
      assert.equal(status, 2);
      assert.equal(
        stderr,
        "Installing the npm packages with npm ci: they are not installed yet\n" +
          "npm: cannot be started (spawnSync npm ENOENT); expected npm on the PATH; " +
          "it comes with Node: https://nodejs.org/\n",
      );
    }),
  );

  it(
    "exits 2 and names the version when Node is too old",
    inCheckout(({ folder }) => {
      const old = path.join(folder, "old-node.js");
      fs.writeFileSync(
        old,
        'Object.defineProperty(process, "versions", { value: { node: "20.18.3" } });\n',
      );
      const script = path.join(folder, "commands/setup/setup.js");
      const { status, stderr } = spawnSync(process.execPath, ["--require", old, script], {
        encoding: "utf8",
      });
      assert.equal(status, 2);
      assert.equal(
        stderr,
        "Node: version 20.18.3 is too old; expected 20.19 or newer; " +
          "install one from https://nodejs.org/\n",
      );
    }),
  );

  it(
    "exits 2 when npm fails",
    inCheckout(({ folder, run }) => {
      writeScript(path.join(folder, "failing"), "npm", ["echo 'no space left' >&2", "exit 3"]);
      const { status, stderr } = run({ PATH: path.join(folder, "failing") });
      assert.equal(status, 2);
      assert.equal(
        stderr,
        "Installing the npm packages with npm ci: they are not installed yet\n" +
          "no space left\n" +
          "npm: `npm ci` failed (exit code 3); its messages are above\n",
      );
    }),
  );
});
