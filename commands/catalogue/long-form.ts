/** The form in which new data of the catalogue is written by hand, before it is compacted. */

import { z } from "zod";

import { schemaFaults } from "../schema-faults";

/** How one kind of long form is checked and compacted. */
export interface LongFormKind<Long> {
  readonly schema: z.ZodType<Long>;
  /** What the schema cannot say, one text for each fault. */
  readonly faultsOf: (longForm: Long) => readonly string[];
  readonly compact: (longForm: Long) => unknown;
}

/** The text of a data file, or every fault of the long form. */
export type Compacted = { readonly text: string } | { readonly faults: readonly string[] };

/** Where data comes from. The date in the text is stored beside it. */
export const datedSource = z.string().regex(/\d{4}-\d{2}-\d{2}/, "must hold a date YYYY-MM-DD");

/** The date in a dated source. */
export function dateOf(source: string): string {
  return /\d{4}-\d{2}-\d{2}/.exec(source)?.[0] ?? "";
}

/** Checks and compacts a long form. The same input always gives the same text. */
export function compacted<Long>(kind: LongFormKind<Long>, longForm: unknown): Compacted {
  const parsed = kind.schema.safeParse(longForm);
  if (!parsed.success) {
    return {
      faults: schemaFaults(parsed.error, "the file"),
    };
  }
  const faults = kind.faultsOf(parsed.data);
  if (faults.length > 0) return { faults };
  return { text: `${JSON.stringify(kind.compact(parsed.data), null, 2)}\n` };
}
