import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { writeScript } from "./support/fake-programs";
import { withTemporaryFolder } from "./support/temporary-folder";

const root = path.resolve(__dirname, "..");

/** Programs that install or build something, or that are expensive to start. */
const forbidden = ["apt-get", "chromium", "curl", "go", "google-chrome", "npm", "pulumi", "sudo"];

const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** They start programs of others as they are, whose usage texts are not ours. */
const programsOfOthers = ["format", "test"];

describe("every npm script of ours", () => {
  for (const [name, script] of Object.entries(scripts)) {
    if (name === "format") continue;
    it(`npm run ${name} first installs missing packages, as in a fresh clone`, () => {
      assert.match(script, /^node commands\/setup\/setup\.js( --engine --tests$| && )/);
    });
  }
});

describe("--help of every npm script", function () {
  this.timeout(60_000);

  for (const [name, script] of Object.entries(scripts)) {
    it(`npm run ${name} -- --help prints the usage and does nothing else`, () =>
      withTemporaryFolder((folder) => {
        const log = path.join(folder, "started.log");
        const programs = path.join(folder, "programs");
        for (const program of forbidden) {
          writeScript(programs, program, [`echo "${program} $*" >> ${log}`, "exit 1"]);
        }
        const home = path.join(folder, "home");
        fs.mkdirSync(home);
        const before = projectFiles();
        const bin = path.join(root, "node_modules/.bin");
        // As npm does it: the arguments come after the script's text, in a shell.
        const { status, stdout, stderr } = spawnSync("sh", ["-c", `${script} --help`], {
          cwd: root,
          encoding: "utf8",
          env: {
            PATH: [programs, bin, process.env["PATH"]].join(path.delimiter),
            HOME: home,
            XDG_CACHE_HOME: path.join(home, ".cache"),
            npm_execpath: path.join(programs, "npm"),
          },
        });
        assert.equal(status, 0, stderr);
        assert.match(stdout, /\busage\b/i);
        if (!programsOfOthers.includes(name)) {
          assert.match(stdout, new RegExp(`^Usage: npm run (--silent )?${name}( |$)`, "m"));
          assert.match(stdout, /^Exit codes:/m);
        }
        assert.ok(
          !fs.existsSync(log),
          `started ${fs.existsSync(log) ? fs.readFileSync(log, "utf8") : ""}`,
        );
        assert.deepEqual(fs.readdirSync(home), []);
        assert.deepEqual(projectFiles(), before);
      }));
  }
});

/** Every file of the project with the time of its last change, without packages and what git and bundles keep. */
function projectFiles(): readonly string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (/^(\.git|\.cache|\.sandbox|node_modules)$/.test(entry.name)) continue;
      if (entry.isDirectory()) visit(file);
      else files.push(`${file} ${fs.statSync(path.join(root, file)).mtimeMs}`);
    }
  };
  visit("");
  return files;
}
