/** Cases on which the model once differed from Karpenter. Every later run replays these files first. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../../command-line/atomic-file";
import type { Area } from "./comparison";

export interface KeptCases {
  of(area: Area): readonly KeptCase[];
  /** @returns the path of the file */
  keep(area: Area, seed: number, one: unknown): string;
}

export interface KeptCase {
  readonly file: string;
  /** The case in its JSON form. */
  readonly json: unknown;
}

/** The folder of this project's kept cases. */
export const regressionFolder = path.join(__dirname, "..", "..", "test", "fixtures", "oracle");

/** The files `<area>-<hash>.json` of a folder. The folder need not exist. */
export function keptCasesIn(folder: string): KeptCases {
  return {
    of: (area) =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .filter((name) => name.startsWith(`${area}-`) && name.endsWith(".json"))
        .sort()
        .map((name) => readCase(path.join(folder, name))),
    keep: (area, seed, one) => {
      const hash = createHash("sha256").update(JSON.stringify(one)).digest("hex").slice(0, 12);
      const file = path.join(folder, `${area}-${hash}.json`);
      writeAtomically(file, `${JSON.stringify({ area, seed, case: one }, undefined, 2)}\n`);
      return file;
    },
  };
}

/** @throws Error that names the file, when it is not a kept case */
function readCase(file: string): KeptCase {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: is no JSON (${(error as Error).message}); delete it or correct it`);
  }
  if (typeof read !== "object" || read === null || !("case" in read)) {
    throw new Error(`${file}: has no "case"; expected what npm run oracle writes; delete it`);
  }
  return { file, json: read.case };
}
