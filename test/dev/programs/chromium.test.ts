import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { findChromium, type ChromiumSearch } from "../../../dev/programs/chromium";
import { writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

const reporter = recordingReporter();
const search = (environment: ChromiumSearch["environment"], isRoot = true): ChromiumSearch => ({
  environment,
  reporter,
  isRoot,
  applications: [],
});

/** An apt-get that logs its arguments and, for `install`, puts a chromium beside itself. */
function writeAptGet(folder: string): string {
  return writeScript(folder, "apt-get", [
    `echo "$*" >> ${folder}/log`,
    `[ "$1" = install ] && echo '#!/bin/sh' > ${folder}/chromium && /bin/chmod +x ${folder}/chromium`,
    "exit 0",
  ]);
}

describe("the browser of the tests", () => {
  it("is the program that the environment names, before any on the PATH", () =>
    withTemporaryFolder(async (folder) => {
      const named = writeScript(path.join(folder, "named"), "browser", ["exit 0"]);
      writeScript(folder, "chromium", ["exit 0"]);
      assert.equal(await findChromium(search({ CHROMIUM_PATH: named, PATH: folder })), named);
    }));

  it("is refused where the environment names no program", async () => {
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

  it("is Debian's package where this user is root, with fresh package lists", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      assert.equal(await findChromium(search({ PATH: folder })), path.join(folder, "chromium"));
      assert.equal(
        fs.readFileSync(path.join(folder, "log"), "utf8"),
        "update\ninstall --yes --no-install-recommends chromium\n",
      );
    }));

  it("is Debian's package through sudo where that asks for no password", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      writeScript(folder, "sudo", ['[ "$1" = -n ] || exit 1', "shift", 'exec /usr/bin/env "$@"']);
      writeScript(folder, "true", ["exit 0"]);
      assert.equal(
        await findChromium(search({ PATH: folder }, false)),
        path.join(folder, "chromium"),
      );
    }));

  it("is missed with all that was tried where nothing can be installed", () =>
    withTemporaryFolder(async (folder) => {
      writeAptGet(folder);
      writeScript(folder, "sudo", ["exit 1"]);
      await assert.rejects(findChromium(search({ PATH: folder }, false)), {
        name: "MissingTool",
        message: [
          "Chromium is missing, in which tests open the HTML report. Tried:",
          "  - none of chromium, chromium-browser, google-chrome, google-chrome-stable, chrome on the PATH",
          "  - apt-get needs root or sudo without a password, and this user has neither",
          "Install Chromium or Chrome (Debian: apt-get install chromium), or name its program by CHROMIUM_PATH.",
        ].join("\n"),
      });
      assert.equal(fs.existsSync(path.join(folder, "log")), false);
    }));

  it("is missed with the last word of apt-get where it fails", () =>
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

  it("is missed where there is no apt-get", () =>
    withTemporaryFolder(async (folder) => {
      await assert.rejects(
        findChromium(search({ PATH: folder })),
        /\n {2}- no apt-get on the PATH to install it with\n/,
      );
    }));
});
