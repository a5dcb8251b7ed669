import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findPulumiCli, type CliSearch } from "../../../sandbox/binaries/pulumi-cli";
import { InputFault } from "../../../command-line/input-fault";
import { MissingTool } from "../../../command-line/missing-tool";
import { writeGo, writePulumi, writeScript } from "../../support/fake-programs";
import { recordingReporter, type RecordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

interface Place {
  readonly home: string;
  readonly path: string;
  readonly reporter: RecordingReporter;
  readonly search: CliSearch;
}

/** An empty machine: a home folder, one folder on the PATH, and no way to download. */
function onEmptyMachine(use: (place: Place) => Promise<void>): () => Promise<void> {
  return () =>
    withTemporaryFolder(async (home) => {
      const folder = path.join(home, "on-path");
      fs.mkdirSync(folder);
      const reporter = recordingReporter();
      await use({
        home,
        path: folder,
        reporter,
        search: {
          environment: { HOME: home, PATH: folder },
          reporter,
          downloadFault: () => Promise.resolve("no network here"),
          download: () => assert.fail("nothing may be downloaded"),
        },
      });
    });
}

const cached = (home: string): string =>
  path.join(home, ".cache/accelerator-platform/pulumi/v3.259.0");

describe("finding the Pulumi CLI", () => {
  it(
    "uses the folder of the command line, and searches no other place",
    onEmptyMachine(async ({ home, path: onPath, search, reporter }) => {
      writePulumi(onPath, "3.270.0");
      const command = writePulumi(path.join(home, "mine/bin"), "3.255.0");
      const cli = await findPulumiCli({ ...search, root: path.join(home, "mine") });
      assert.deepEqual(cli, { command, version: "3.255.0" });
      assert.deepEqual(reporter.lines, []);
    }),
  );

  it(
    "refuses a folder of the command line whose CLI is too old or missing",
    onEmptyMachine(async ({ home, path: onPath, search }) => {
      writePulumi(onPath, "3.270.0");
      const root = path.join(home, "mine");
      const command = writePulumi(path.join(root, "bin"), "3.254.9");
      const advice =
        "expected version 3.255.0 or newer; name a folder with bin/pulumi, or leave the option out";
      await assert.rejects(
        findPulumiCli({ ...search, root }),
        new InputFault(`--cli: cannot use ${command}, got version 3.254.9; ${advice}`),
      );
      fs.rmSync(command);
      await assert.rejects(
        findPulumiCli({ ...search, root }),
        new InputFault(`--cli: cannot use ${command}, got no Pulumi CLI there; ${advice}`),
      );
    }),
  );

  it(
    "prefers PULUMI_CLI_ROOT to the PATH, and the PATH to the cache",
    onEmptyMachine(async ({ home, path: onPath, search }) => {
      writePulumi(path.join(cached(home), "bin"), "3.259.0");
      assert.equal((await findPulumiCli(search)).version, "3.259.0");
      writePulumi(onPath, "3.260.0");
      assert.equal((await findPulumiCli(search)).version, "3.260.0");
      writePulumi(path.join(home, "named/bin"), "3.261.1");
      const environment = { ...search.environment, PULUMI_CLI_ROOT: path.join(home, "named") };
      assert.deepEqual(await findPulumiCli({ ...search, environment }), {
        command: path.join(home, "named/bin/pulumi"),
        version: "3.261.1",
      });
    }),
  );

  it(
    "ignores a CLI that is too old or does not answer, and says so",
    onEmptyMachine(async ({ home, path: onPath, search, reporter }) => {
      const named = writePulumi(path.join(home, "named/bin"), "3.99.0");
      const broken = writeScript(onPath, "pulumi", ["exit 3"]);
      writePulumi(path.join(cached(home), "bin"), "3.259.0");
      const environment = { ...search.environment, PULUMI_CLI_ROOT: path.join(home, "named") };
      assert.equal((await findPulumiCli({ ...search, environment })).version, "3.259.0");
      assert.deepEqual(reporter.lines, [
        `Ignoring ${named} (named by PULUMI_CLI_ROOT): it is version 3.99.0, and 3.255.0 or newer is needed`,
        `Ignoring ${broken}: it gives no version, and 3.255.0 or newer is needed`,
      ]);
    }),
  );

  it(
    "uses XDG_CACHE_HOME",
    onEmptyMachine(async ({ home, search }) => {
      const cache = path.join(home, "other-cache");
      const command = writePulumi(
        path.join(cache, "accelerator-platform/pulumi/v3.259.0/bin"),
        "3.259.0",
      );
      const environment = { ...search.environment, XDG_CACHE_HOME: cache };
      assert.equal((await findPulumiCli({ ...search, environment })).command, command);
    }),
  );

  it(
    "downloads before it builds, and finds the download the next time",
    onEmptyMachine(async ({ home, path: onPath, search }) => {
      writeGo(onPath, path.join(home, "go.log"), "3.259.0");
      const online: CliSearch = {
        ...search,
        downloadFault: () => Promise.resolve(undefined),
        download: (folder) => {
          writePulumi(path.join(folder, "bin"), "3.259.0");
          return Promise.resolve();
        },
      };
      const expected = { command: path.join(cached(home), "bin/pulumi"), version: "3.259.0" };
      assert.deepEqual(await findPulumiCli(online), expected);
      assert.deepEqual(await findPulumiCli(search), expected);
      assert.equal(fs.existsSync(path.join(home, "go.log")), false);
      assert.deepEqual(fs.readdirSync(path.dirname(cached(home))), ["v3.259.0"]);
    }),
  );

  it(
    "builds from the pinned module when nothing can be downloaded",
    onEmptyMachine(async ({ home, path: onPath, search, reporter }) => {
      const log = path.join(home, "go.log");
      writeGo(onPath, log, "3.259.0");
      const cli = await findPulumiCli(search);
      assert.deepEqual(cli, {
        command: path.join(cached(home), "bin/pulumi"),
        version: "3.259.0",
      });
      const module = path.resolve(__dirname, "../../../sandbox/binaries/pulumi");
      const output = `${cached(home)}.partial-${process.pid}/bin/pulumi`;
      assert.equal(
        fs.readFileSync(log, "utf8"),
        `${module}: build -v -mod=readonly -trimpath -buildvcs=false -ldflags ` +
          "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0 " +
          `-o ${output} github.com/pulumi/pulumi/pkg/v3/cmd/pulumi\n`,
      );
      assert.deepEqual(reporter.lines, [
        "No Pulumi CLI found, and get.pulumi.com cannot be used: no network here",
        "Building the Pulumi CLI v3.259.0 with Go (about 6 minutes on two cores, once)",
        "Built the Pulumi CLI v3.259.0 in 0s",
      ]);
      assert.deepEqual(fs.readdirSync(path.dirname(cached(home))), ["v3.259.0"]);
    }),
  );

  it(
    "says what was tried when there is no Go either",
    onEmptyMachine(async ({ home, search }) => {
      await assert.rejects(
        findPulumiCli(search),
        new MissingTool(
          `The Pulumi CLI is missing. Tried:
  - none of version 3.255.0 or newer on the PATH
  - none in ${cached(home)}
  - get.pulumi.com cannot be used: no network here
  - no Go on the PATH to build it with
Install it (https://www.pulumi.com/docs/install/), or Go 1.25.11 or newer (https://go.dev/dl/) so that it can be built here; or set PULUMI_CLI_ROOT to its folder.`,
        ),
      );
    }),
  );

  it(
    "shows the messages of the compiler when the build fails, and leaves nothing incomplete",
    onEmptyMachine(async ({ home, path: onPath, search }) => {
      const go = writeScript(onPath, "go", ["echo 'go.mod requires go >= 1.25.11' >&2", "exit 1"]);
      await assert.rejects(findPulumiCli(search), (error: Error) => {
        assert.ok(error instanceof MissingTool);
        assert.equal(
          error.message.split("\n").slice(4, 6).join("\n"),
          `  - building it with ${go} failed: exit code 1\ngo.mod requires go >= 1.25.11`,
        );
        return true;
      });
      assert.deepEqual(fs.readdirSync(path.dirname(cached(home))), []);
    }),
  );
});
