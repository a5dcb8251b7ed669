/** The texts of manifests: files, the files of folders, and standard input. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { InputFault } from "../../command-line/input-fault";

export interface ManifestText {
  /** As it is shown: the file's path, or `standard input`. */
  readonly file: string;
  readonly text: string;
  /** Whether a folder was named and not the file. Then it may hold something else than manifests. */
  readonly isFromFolder: boolean;
}

/** The name of standard input among the files. */
const standardInput = "-";

/**
 * The texts, in the order of the names. Folders are read with everything below them.
 *
 * @param readInput reads standard input
 * @throws InputFault with every file that cannot be read
 */
export function manifestTexts(
  names: readonly string[],
  readInput: () => string = () => readFileSync(0, "utf8"),
): readonly ManifestText[] {
  const read = names.flatMap((name) => textsOf(name, readInput));
  const faults = read.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) throw new InputFault(faults.join("\n"));
  return read.flatMap(({ text }) => text ?? []);
}

interface ReadText {
  readonly text?: ManifestText;
  readonly fault?: string;
}

function textsOf(name: string, readInput: () => string): readonly ReadText[] {
  if (name === standardInput) {
    return [readText("standard input", readInput, false)];
  }
  try {
    if (!statSync(name).isDirectory())
      return [readText(name, () => readFileSync(name, "utf8"), false)];
    const files = filesBelow(name);
    return files.length === 0
      ? [
          {
            fault: `--manifests: no file in ${JSON.stringify(name)}; expected .yaml, .yml or .json; name a folder that has some`,
          },
        ]
      : files.map((file) => readText(file, () => readFileSync(file, "utf8"), true));
  } catch (error) {
    return [{ fault: faultOf(name, error) }];
  }
}

function readText(file: string, read: () => string, isFromFolder: boolean): ReadText {
  try {
    return { text: { file, text: read().replace(/^\uFEFF/, ""), isFromFolder } };
  } catch (error) {
    return { fault: faultOf(file, error) };
  }
}

/** Hidden folders and installed packages hold no manifests of a cluster. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const below = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(below);
      return entry.isFile() && /\.(ya?ml|json)$/.test(entry.name) ? [below] : [];
    });
}

function faultOf(name: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === "ENOENT" ? "no such file" : message;
  return `--manifests: cannot read ${JSON.stringify(name)}: ${reason}; expected YAML of Kubernetes manifests; name a file, a folder, or - for standard input`;
}
