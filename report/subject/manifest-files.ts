import { LineCounter, parseAllDocuments, type Document } from "yaml";

import { isDataTooDeep, isTextTooDeep } from "../../infra/config/nesting";
import type { FaultPath } from "../../scheduling/values/fault";
import { fieldAt } from "./fields";
import { lineFinder } from "./line-finder";
import { manifestTexts, type ManifestText } from "./manifest-texts";
import type { SourceManifest } from "./source-manifest";

export interface ReadManifests {
  readonly manifests: readonly SourceManifest[];
  /** Documents that are not YAML or not manifests: `<file>: <place>: <problem>`. */
  readonly findings: readonly string[];
}

/**
 * Reads every manifest in the files, and takes documents and lists apart. A fault in one document does not stop the
 * others.
 *
 * @param names files, folders, or `-` for standard input
 * @throws InputFault with every file that cannot be read
 */
export function readManifestFiles(
  names: readonly string[],
  readInput?: () => string,
): ReadManifests {
  const read = manifestTexts(names, readInput).map(manifestsOf);
  return {
    manifests: read.flatMap(({ manifests }) => manifests),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function manifestsOf({ file, text, isFromFolder }: ManifestText): ReadManifests {
  const tooDeep = `${file}: nested too deep to be a manifest; correct what is nested so deep`;
  if (isTextTooDeep(text)) return { manifests: [], findings: [tooDeep] };
  const manifests: SourceManifest[] = [];
  const findings: string[] = [];
  const lines = new LineCounter();
  // kubectl reads YAML 1.1, which knows the merge key `<<`.
  const documents = parseAllDocuments(text, { logLevel: "error", merge: true, lineCounter: lines });
  // For an empty file the parser returns an object instead of a list.
  for (const [index, document] of (Array.isArray(documents) ? documents : []).entries()) {
    const from = documents.length === 1 ? file : `${file}, document ${index + 1}`;
    const { data, fault } = dataOf(document);
    if (fault !== undefined) findings.push(`${from}: ${fault}`);
    else if (isDataTooDeep(data)) findings.push(tooDeep);
    else {
      for (const { item, path } of itemsOf(data)) {
        const lineOf = lineFinder(document, lines, path);
        const read = manifestOf(item, { file, from, lineOf });
        if (read !== undefined) manifests.push(read);
        else if (item !== null && item !== undefined && !isFromFolder) {
          findings.push(
            `${from}: kind: is missing, got nothing; expected a manifest; name its kind`,
          );
        }
      }
    }
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
function itemsOf(data: unknown): readonly { readonly item: unknown; readonly path: FaultPath }[] {
  const [kind, items] = [fieldAt(data, ["kind"]), fieldAt(data, ["items"])];
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items)
    ? items.map((item: unknown, index) => ({ item, path: ["items", index] }))
    : [{ item: data, path: [] }];
}

/** Undefined for data that is no manifest. */
function manifestOf(
  manifest: unknown,
  place: Pick<SourceManifest, "file" | "from" | "lineOf">,
): SourceManifest | undefined {
  const kind = fieldAt(manifest, ["kind"]);
  if (typeof kind !== "string") return undefined;
  const name = fieldAt(manifest, ["metadata", "name"]);
  return { ...place, kind, name: typeof name === "string" ? name : "(no name)", manifest };
}
