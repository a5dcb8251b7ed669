import { execFile } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cacheFolder, type Environment } from "../../sandbox/binaries/cache";
import { findGo } from "../../sandbox/binaries/go-build";
import { installFolder } from "../../sandbox/binaries/install-folder";
import { goToolchain } from "./go-toolchain";

const run = promisify(execFile);

const moduleName = "github.com/aws/karpenter-provider-aws";
/** What the module has to contain at each release that the tests render, as a go.sum would say. */
const sums: Readonly<Record<string, string>> = {
  "1.14.1": "h1:WGtIQTQcxpElYMdWfWuPwaF2+9muR+hYhPZsTtoY8Gs=",
  "1.15.2": "h1:RGw64PB2ROUHZIUhBqjO78l3zJ9YctnWeullrr4cxYI=",
};
const charts = ["karpenter", "karpenter-crd"] as const;

/**
 * The folder that holds Karpenter's two charts as folders, `karpenter` and `karpenter-crd`, at a version of
 * releases.ts. They come with Karpenter's Go module, so no OCI registry is needed. In the module, `karpenter`
 * has no folder `crds`: in the repository that folder is a link, and a Go module has no links.
 *
 * @throws MissingTool when they are not in the cache and cannot be fetched, or are not what was recorded.
 */
export async function findKarpenterCharts(
  version: string,
  environment: Environment,
  reporter: Reporter,
): Promise<string> {
  const root = path.join(cacheFolder(environment), "karpenter-charts", `v${version}`);
  const isComplete = (): boolean =>
    charts.every((chart) => fs.existsSync(path.join(root, chart, "Chart.yaml")));
  if (isComplete()) return root;
  const go = findGo(environment);
  if (go === undefined) throw nothingToUse(version, root, "no Go on the PATH to fetch them with");
  try {
    await installFolder(root, reporter, isComplete, async (folder) => {
      reporter.line(`Fetching Karpenter's charts v${version} with Go`);
      const source = path.join(await downloadedModule(version, go, environment), "charts");
      for (const chart of charts) copyChart(path.join(source, chart), path.join(folder, chart));
    });
  } catch (error) {
    throw nothingToUse(
      version,
      root,
      `fetching them with ${go} failed: ${(error as Error).message}`,
    );
  }
  return root;
}

async function downloadedModule(
  version: string,
  go: string,
  environment: Environment,
): Promise<string> {
  const wanted = `${moduleName}@v${version}`;
  const { stdout } = await run(go, ["mod", "download", "-json", wanted], {
    // Outside of every module, so that no go.mod or go.sum plays a part.
    cwd: tmpdir(),
    env: { ...environment, GOTOOLCHAIN: goToolchain, GOFLAGS: "", GOWORK: "off" },
  });
  const { Dir: folder, Sum: sum } = JSON.parse(stdout) as {
    readonly Dir?: string;
    readonly Sum?: string;
  };
  if (folder === undefined) throw new Error(`go mod download names no folder: ${stdout}`);
  if (sum === sums[version]) return folder;
  throw new Error(`its checksum is ${String(sum)}; expected ${String(sums[version])}`);
}

/** File by file, because Go keeps its modules read-only and a copied folder would be as well. */
function copyChart(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyChart(source, target);
    else fs.writeFileSync(target, fs.readFileSync(source));
  }
}

function nothingToUse(version: string, root: string, last: string): MissingTool {
  return new MissingTool(
    `Karpenter's charts v${version} are missing, and the tests need them. Tried:\n` +
      `  - none in ${root}\n  - ${last}\n` +
      `Install Go 1.21 or newer (https://go.dev/dl/) so that they can be fetched here.`,
  );
}
