import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cacheFolder, type Environment } from "../../sandbox/binaries/cache";
import { findGo } from "../../sandbox/binaries/go-build";
import { installFolder } from "../../sandbox/binaries/install-folder";
import { karpenterVersion } from "../../scheduling/karpenter/karpenter-version";

const run = promisify(execFile);

const moduleName = "github.com/aws/karpenter-provider-aws";
/** The embedded Karpenter has the same module; its go.sum says what the module has to contain. */
const moduleFolder = path.resolve(__dirname, "../../scheduling/karpenter/go");
const charts = ["karpenter", "karpenter-crd"] as const;

/**
 * The folder that holds Karpenter's two charts as folders, `karpenter` and `karpenter-crd`, at the version of
 * karpenter-version.ts. They come with Karpenter's Go module, so no OCI registry is needed. In the module, `karpenter`
 * has no folder `crds`: in the repository that folder is a link, and a Go module has no links.
 *
 * @throws MissingTool when they are not in the cache and cannot be fetched.
 */
export async function findKarpenterCharts(
  environment: Environment,
  reporter: Reporter,
): Promise<string> {
  const root = path.join(cacheFolder(environment), "karpenter-charts", `v${karpenterVersion}`);
  const isComplete = (): boolean =>
    charts.every((chart) => fs.existsSync(path.join(root, chart, "Chart.yaml")));
  if (isComplete()) return root;
  const go = findGo(environment);
  if (go === undefined) throw nothingToUse(root, "no Go on the PATH to fetch them with");
  try {
    await installFolder(root, reporter, isComplete, async (folder) => {
      reporter.line(`Fetching Karpenter's charts v${karpenterVersion} with Go`);
      const source = path.join(await downloadedModule(go, environment), "charts");
      for (const chart of charts) copyChart(path.join(source, chart), path.join(folder, chart));
    });
  } catch (error) {
    throw nothingToUse(root, `fetching them with ${go} failed: ${(error as Error).message}`);
  }
  return root;
}

async function downloadedModule(go: string, environment: Environment): Promise<string> {
  const wanted = `${moduleName}@v${karpenterVersion}`;
  const { stdout } = await run(go, ["mod", "download", "-json", wanted], {
    cwd: moduleFolder,
    env: environment,
  });
  const { Dir: folder } = JSON.parse(stdout) as { readonly Dir?: string };
  if (folder === undefined) throw new Error(`go mod download names no folder: ${stdout}`);
  return folder;
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

function nothingToUse(root: string, last: string): MissingTool {
  return new MissingTool(
    `Karpenter's charts v${karpenterVersion} are missing, and the tests need them. Tried:\n` +
      `  - none in ${root}\n  - ${last}\n` +
      `Install Go 1.26 or newer (https://go.dev/dl/) so that they can be fetched here.`,
  );
}
