import { spawn } from "node:child_process";

import { findBuiltProgram } from "../../dev/programs/built-program";
import { helmRenderProgram } from "../../dev/programs/test-programs";
import { reporterFor } from "../../command-line/reporter";

/** One chart to render, as `dev/programs/helm-render/main.go` reads it. */
export interface RenderRequest {
  /** Folder of the chart. */
  readonly chart: string;
  readonly releaseName: string;
  readonly namespace: string;
  /** Minor version of Kubernetes. */
  readonly kubeVersion: string;
  /** What the cluster knows beside Kubernetes's own, such as `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** A rendered object; every field is there as the chart writes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface Rendered {
  /** Why nothing was rendered: a fault of the values, of a template, or of an object for Kubernetes. */
  readonly fault?: string;
  /** The chart's own values. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** In the order in which Helm installs them. */
  readonly manifests?: readonly Manifest[];
}

/** Renders all of them in one process; answers in the order of the requests. */
export async function renderCharts(
  requests: readonly RenderRequest[],
): Promise<readonly Rendered[]> {
  const program = await findBuiltProgram(
    helmRenderProgram,
    process.env,
    reporterFor(process.stderr),
  );
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.end(JSON.stringify(requests));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`helm-render ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as readonly Rendered[];
}

/** What was rendered; throws with the fault where nothing was. */
export function manifestsOf({ fault, manifests }: Rendered): readonly Manifest[] {
  if (manifests === undefined) throw new Error(`nothing was rendered: ${fault ?? "no object"}`);
  return manifests;
}

/** The one object of that kind, and of that name where it is given. */
export function theManifest(rendered: Rendered, kind: string, name?: string): Manifest {
  const [found, ...others] = manifestsOf(rendered).filter(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
  if (found === undefined || others.length > 0) {
    throw new Error(`${kind}: expected one, got ${others.length + (found === undefined ? 0 : 1)}`);
  }
  return found;
}
