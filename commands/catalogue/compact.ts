/** Makes a data file of the catalogue from a long form, which a person has written. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../../command-line/atomic-file";
import { InputFault } from "../../command-line/input-fault";
import { fileNames, type WrittenFile } from "./data-files";
import type { Compacted } from "./long-form";
import { compactOfferingsText } from "./long-offerings";
import { compactTypesText } from "./long-types";

const compacters = {
  types: compactTypesText,
  offerings: compactOfferingsText,
} satisfies Partial<Record<keyof typeof fileNames, (longForm: unknown) => Compacted>>;

/** The data files that have a long form. */
export type CompactKind = keyof typeof compacters;

const mostFaults = 20;

/** Writes the data file. Throws an InputFault that lists the faults of the long form, and then writes nothing. */
export function compactFile(kind: CompactKind, longFormFile: string, folder: string): WrittenFile {
  const result = compacters[kind](readJson(longFormFile));
  if ("faults" in result) {
    const more = result.faults.length - mostFaults;
    const lines = result.faults.slice(0, mostFaults).map((fault) => `${longFormFile}: ${fault}`);
    if (more > 0) lines.push(`${longFormFile}: and ${more} more faults`);
    throw new InputFault(lines.join("\n"));
  }
  const file = join(folder, fileNames[kind]);
  writeAtomically(file, result.text);
  return { file, bytes: Buffer.byteLength(result.text) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputFault(`${file}: cannot be read as JSON: ${reason}`);
  }
}
