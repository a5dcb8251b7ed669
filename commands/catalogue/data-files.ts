/**
 * The three data files of `scheduling/catalogue/data`. They are read together. A write is atomic for each file: a reader
 * never sees half a file, even if the command is killed.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeAllAtomically } from "../../command-line/atomic-file";
import { InputFault } from "../../command-line/input-fault";
import type { CompactCatalogue } from "../../scheduling/catalogue/compact-catalogue";
import type { CompactOfferings } from "../../scheduling/catalogue/offerings";
import type { CompactPrices } from "../../scheduling/catalogue/prices";
import { schemaFaults } from "../schema-faults";

/** The content of the files. */
export interface CatalogueData {
  readonly types: CompactCatalogue;
  readonly offerings: CompactOfferings;
  readonly prices: CompactPrices;
}

export interface StoredData {
  readonly folder: string;
  readonly data: CatalogueData;
  /** The texts as they were read, to detect that another process has written since. */
  readonly texts: Readonly<Record<keyof CatalogueData, string>>;
}

/** The default folder of the files. */
export const dataFolder = join(__dirname, "..", "..", "scheduling", "catalogue", "data");

export const fileNames: Readonly<Record<keyof CatalogueData, string>> = {
  types: "instance-types.json",
  offerings: "instance-offerings.json",
  prices: "on-demand-prices.json",
};

const column = z.strictObject({ values: z.string(), rows: z.string() });
const source = z.strictObject({ offerings: z.string(), date: z.string() });

const schemas: { readonly [name in keyof CatalogueData]: z.ZodType<CatalogueData[name]> } = {
  types: z.strictObject({
    source: z.strictObject({
      labelsAndAllocatable: z.string(),
      onDemandUsdPerHourUsEast1: z.string(),
      priceDate: z.string(),
    }),
    count: z.int().positive(),
    labels: z.record(z.string(), column),
    allocatable: z.record(z.string(), column),
    onDemandUsdPerHour: column,
  }),
  offerings: z.strictObject({
    source,
    names: z.string(),
    regions: z.record(
      z.string(),
      z.strictObject({ source: source.optional(), zoneIds: z.string(), offered: column }),
    ),
  }),
  prices: z.strictObject({
    names: z.string(),
    regions: z.record(
      z.string(),
      z.strictObject({ source: z.string(), date: z.string(), onDemandUsdPerHour: column }),
    ),
  }),
};

/** Reads the files of a folder. Throws an InputFault that names every file that is missing or has another form. */
export function readDataFiles(folder: string): StoredData {
  const faults: string[] = [];
  const read = <Name extends keyof CatalogueData>(
    name: Name,
  ): { text: string; value: CatalogueData[Name] } | undefined => {
    const file = join(folder, fileNames[name]);
    try {
      const text = readFileSync(file, "utf8");
      return { text, value: schemas[name].parse(JSON.parse(text)) };
    } catch (error) {
      faults.push(
        `${file}: cannot be read (${reasonOf(error)}); expected a data file of the catalogue; ` +
          "restore it from version control, or correct --data",
      );
      return undefined;
    }
  };
  const [types, offerings, prices] = [read("types"), read("offerings"), read("prices")];
  if (types === undefined || offerings === undefined || prices === undefined) {
    throw new InputFault(faults.join("\n"));
  }
  return {
    folder,
    data: { types: types.value, offerings: offerings.value, prices: prices.value },
    texts: { types: types.text, offerings: offerings.text, prices: prices.text },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return schemaFaults(error, "the file")[0] ?? "not valid";
  }
  return error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
}

/** A file that was written. */
export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes the files whose content has changed: all of them under temporary names first, then renamed. Throws an
 * InputFault, and leaves every file as it was, when another process has changed a file since it was read, or when a file
 * cannot be written.
 */
export function writeDataFiles(stored: StoredData, renewed: CatalogueData): readonly WrittenFile[] {
  const changed = (Object.keys(fileNames) as (keyof CatalogueData)[])
    .map((name) => ({
      file: join(stored.folder, fileNames[name]),
      before: stored.texts[name],
      text: textOf(renewed[name]),
    }))
    .filter(({ before, text }) => before !== text);
  try {
    for (const { file, before } of changed) {
      if (readFileSync(file, "utf8") !== before) {
        throw new InputFault(
          `${file}: has changed since this run began; expected nobody else to write it; run again`,
        );
      }
    }
    writeAllAtomically(changed.map(({ file, text }) => ({ file, content: text })));
  } catch (error) {
    if (error instanceof InputFault) throw error;
    throw new InputFault(
      `${stored.folder}: cannot be written (${reasonOf(error)}); expected a folder that you may write; set that ` +
        "right, or correct --data",
    );
  }
  return changed.map(({ file, text }) => ({ file, bytes: Buffer.byteLength(text) }));
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
