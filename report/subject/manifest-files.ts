import { readFileSync } from "node:fs";

import { parseAllDocuments, type Document } from "yaml";

import { isDataTooDeep, isTextTooDeep } from "../../infra/config/nesting";
import { InputFault } from "../../command-line/input-fault";
import { fieldAt } from "./fields";
import type { SourceManifest } from "./subject";

export interface ReadManifests {
  readonly manifests: readonly SourceManifest[];
  /** Documents that are not YAML or not manifests: `<file>: <place>: <problem>`. */
  readonly findings: readonly string[];
}

/**
 * Reads every manifest in the files, and takes documents and lists apart. A fault in one document does not stop the
 * others.
 *
 * @throws InputFault with every file that cannot be read
 */
export function readManifestFiles(files: readonly string[]): ReadManifests {
  const texts = files.map((file) => ({ file, ...textOf(file) }));
  const faults = texts.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) throw new InputFault(faults.join("\n"));
  const read = texts.map(({ file, text = "" }) => manifestsOf(file, text));
  return {
    manifests: read.flatMap(({ manifests }) => manifests),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function textOf(file: string): { readonly text?: string; readonly fault?: string } {
  try {
    return { text: readFileSync(file, "utf8").replace(/^\uFEFF/, "") };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "a folder" : message;
    return {
      fault: `--manifests: cannot read ${JSON.stringify(file)}: ${reason}; expected a YAML file of Kubernetes manifests; name one`,
    };
  }
}

function manifestsOf(file: string, text: string): ReadManifests {
  const tooDeep = `${file}: nested too deep to be a manifest; correct what is nested so deep`;
  if (isTextTooDeep(text)) return { manifests: [], findings: [tooDeep] };
  const manifests: SourceManifest[] = [];
  const findings: string[] = [];
  const documents = parseAllDocuments(text, { logLevel: "error" });
  // For an empty file the parser returns an object instead of a list.
  for (const [index, document] of (Array.isArray(documents) ? documents : []).entries()) {
    const from = documents.length === 1 ? file : `${file}, document ${index + 1}`;
    const { data, fault } = dataOf(document);
    if (fault !== undefined) findings.push(`${from}: ${fault}`);
    else if (isDataTooDeep(data)) findings.push(tooDeep);
    else for (const item of itemsOf(data)) addManifest(item, from, manifests, findings);
  }
  return { manifests, findings };
}

function dataOf(document: Document.Parsed): { readonly data?: unknown; readonly fault?: string } {
  const [error] = document.errors;
  if (error !== undefined) {
    const [first = ""] = error.message.split("\n");
    return { fault: `not valid YAML: ${first.replace(/:$/, "")}; correct the line` };
  }
  try {
    return { data: document.toJS() as unknown };
  } catch (cause) {
    // The document has an alias without its anchor, or aliases of aliases that would fill the memory.
    return { fault: `${(cause as Error).message}; write out what the alias means` };
  }
}

/** `kubectl get -o yaml` wraps its results in a list. */
function itemsOf(data: unknown): readonly unknown[] {
  const [kind, items] = [fieldAt(data, ["kind"]), fieldAt(data, ["items"])];
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items : [data];
}

function addManifest(
  manifest: unknown,
  from: string,
  manifests: SourceManifest[],
  findings: string[],
): void {
  if (manifest === null || manifest === undefined) return;
  const kind = fieldAt(manifest, ["kind"]);
  if (typeof kind !== "string") {
    findings.push(`${from}: kind: is missing, got nothing; expected a manifest; name its kind`);
    return;
  }
  const name = fieldAt(manifest, ["metadata", "name"]);
  manifests.push({ from, kind, name: typeof name === "string" ? name : "(no name)", manifest });
}
