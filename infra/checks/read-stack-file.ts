import { readFileSync } from "node:fs";
import path from "node:path";

import type { LocatedFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { parseStackText } from "../config/stack-text";
import { checkedConfig } from "./checked-config";

/** A stack file, read and checked. */
export interface StackFile {
  /** Name of the stack: `production-us-east-1`. */
  readonly stack: string;
  readonly file: string;
  readonly text: string;
  /** What the file holds under `config:`, keys with their namespace; empty when it could not be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The configuration, when the file has no fault. */
  readonly config?: PlatformConfig;
  /** All faults of the file, with their lines. */
  readonly faults: readonly LocatedFault[];
}

/** Reads and checks a stack file. It never throws for what the file holds; the faults say it. */
export function readStackFile(file: string): StackFile {
  const stack = path
    .basename(file)
    .replace(/^Pulumi\./, "")
    .replace(/\.yaml$/, "");
  // Some editors begin a file with a byte order mark; it is no part of the text.
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const { values, faults: ofText, lineOf } = parseStackText(text);
  if (values === undefined) return { stack, file, text, values: {}, faults: ofText };
  const { config, faults: ofConfig = [] } = checkedConfig(stack, values);
  const located = ofConfig.map((fault) => ({ ...fault, ...lineOf(fault.path) }));
  // In the order of the file. A fault without a line comes first: its key is missing from the file.
  const faults = [...ofText, ...located].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return faults.length > 0 || config === undefined
    ? { stack, file, text, values, faults }
    : { stack, file, text, values, faults, config };
}
