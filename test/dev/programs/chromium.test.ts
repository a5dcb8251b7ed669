import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { findChromium, type ChromiumSearch } from "../../../dev/programs/chromium";
import { writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

const allowed = { ACCELERATOR_PLATFORM_INSTALL: "1" };
const search = (
  environment: ChromiumSearch["environment"],
  isRoot = true,
  reporter = recordingReporter(),
): ChromiumSearch => ({
  environment,
  reporter,
  isRoot,
  applications: [],
});

/** An apt-get that logs its arguments. For `install` it puts a chromium into its own folder. */
function writeAptGet(folder: string): string {
  return writeScript(folder, "apt-get", [
    `echo "$*" >> ${folder}/log`,
    `[ "$1" = install ] && echo '#!/bin/sh' > ${folder}/chromium && /bin/chmod +x ${folder}/chromium`,
    "exit 0",
  ]);
}

/** A sudo that asks for no password. */
function writeSudo(folder: string): void {
  writeScript(folder, "sudo", ['[ "$1" = -n ] || exit 1', "shift", 'exec /usr/bin/env "$@"']);
  writeScript(folder, "true", ["exit 0"]);
}

describe("the browser of the tests", () => {
  it("is the program that CHROMIUM_PATH names, before any on the PATH", () =>
    withTemporaryFolder(async (folder) => {
      const named = writeScript(path.join(folder, "named"), "browser", ["exit 0"]);
      writeScript(folder, "chromium", ["exit 0"]);
      assert.equal(await findChromium(search({ CHROMIUM_PATH: named, PATH: folder })), named);
    }));

  it("is refused where CHROMIUM_PATH names no program", async () => {
    await assert.rejects(findChromium(search({ CHROMIUM_PATH: "/nowhere/chromium" })), {
      name: "MissingTool",
      message:
        'CHROMIUM_PATH: no program, got "/nowhere/chromium"; expected Chromium or Chrome; ' +
        "name its program, or unset it",
    });
  });

  for (const name of ["chromium", "chromium-browser", "google-chrome", "chrome"]) {
    it(`is found on the PATH as ${name}`, () =>
      withTemporaryFolder(async (folder) => {
        const program = writeScript(folder, name, ["exit 0"]);
        assert.equal(await findChromium(search({ PATH: folder })), program);
      }));
  }

  it("is Debian's package where this user is root, with new package lists, and this is said first", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      const lines: string[] = [];
      const isLogged = (): boolean => fs.existsSync(path.join(folder, "log"));
      const reporter = {
        ...recordingReporter(),
        line: (text: string) => void lines.push(`${isLogged() ? "after" : "before"}: ${text}`),
      };
      const chromium = path.join(folder, "chromium");
      assert.equal(await findChromium(search({ PATH: folder }, true, reporter)), chromium);
      assert.deepEqual(lines, [
        "before: No Chromium found, which the tests of the HTML report need. Installing Debian's package with " +
          "apt-get now: a minute or two, once. To use another browser, stop this and set CHROMIUM_PATH.",
        `after: Installed ${chromium}`,
      ]);
      assert.equal(
        fs.readFileSync(path.join(folder, "log"), "utf8"),
        "update\ninstall --yes --no-install-recommends chromium\n",
      );
    }));

  it("is never installed for a user who is not root and has not allowed it", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      writeSudo(folder);
      const reporter = recordingReporter();
      for (const more of [{}, { ACCELERATOR_PLATFORM_INSTALL: "0" }]) {
        await assert.rejects(findChromium(search({ PATH: folder, ...more }, false, reporter)), {
          name: "MissingTool",
          message: [
            "Chromium is missing. Tests open the HTML report in it. Tried:",
            "  - none of chromium, chromium-browser, google-chrome, google-chrome-stable, chrome on the PATH",
            "  - not installed: this user is not root, and ACCELERATOR_PLATFORM_INSTALL=1 is not set",
            "Install Chromium or Chrome (Debian: sudo apt-get install chromium), or let this project do it " +
              "(npm run setup -- --install-browser), or set CHROMIUM_PATH to the program of another browser.",
          ].join("\n"),
        });
      }
      assert.deepEqual(reporter.lines, []);
      assert.deepEqual(fs.readdirSync(folder).sort(), ["apt-get", "sudo", "true"]);
    }));

  it("is Debian's package through sudo where that is allowed and asks for no password", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      writeSudo(folder);
      assert.equal(
        await findChromium(search({ PATH: folder, ...allowed }, false)),
        path.join(folder, "chromium"),
      );
    }));

  it("is missing, with everything that was tried, where sudo asks for a password", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      writeScript(folder, "sudo", ["exit 1"]);
      await assert.rejects(
        findChromium(search({ PATH: folder, ...allowed }, false)),
        /\n {2}- apt-get needs root or sudo without a password, and this user has neither\n/,
      );
      assert.equal(fs.existsSync(path.join(folder, "log")), false);
    }));

  it("is missing, with the last message of apt-get, where apt-get fails", () =>
    withTemporaryFolder(async (folder) => {
      writeScript(folder, "apt-get", [
        "echo 'W: old' >&2",
        "echo 'E: no such package' >&2",
        "exit 100",
      ]);
      await assert.rejects(
        findChromium(search({ PATH: folder })),
        /\n {2}- apt-get could not install it: E: no such package\n/,
      );
    }));

  it("is missing where there is no apt-get", () =>
    withTemporaryFolder(async (folder) => {
      await assert.rejects(
        findChromium(search({ PATH: folder })),
        /\n {2}- no apt-get on the PATH to install it with\n/,
      );
    }));
});
