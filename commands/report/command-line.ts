import { parseArgs } from "node:util";

import { IANAZone } from "luxon";

import { formatNames, isFormatName, type FormatName } from "../../report/formats/registry";
import type { ManifestRequest } from "../../report/subject/manifest-subject";
import { rendered } from "../../scheduling/values/fault";

/** What the user asked for. Nobody has checked yet whether it exists. */
export interface ReportRequest {
  readonly subject:
    | { readonly kind: "stack"; readonly stack: string }
    | ({ readonly kind: "manifests" } & ManifestRequest);
  readonly format: FormatName;
  /** Standard output if absent. */
  readonly output?: string;
  /** The time zone of the stack, or UTC, if absent. */
  readonly timeZone?: string;
  /** A day of the week to show, `YYYY-MM-DD`; today if absent. */
  readonly week?: string;
}

export type CommandLine =
  | { readonly kind: "help" }
  | { readonly kind: "faults"; readonly faults: readonly string[] }
  | { readonly kind: "request"; readonly request: ReportRequest };

/** Reads the arguments. Reports all faults at once: `<option>: <problem>, got <value>; expected <what>; <fix>`. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const faults: string[] = [];
  const words: string[] = [];
  const values = new Map<string, string[]>();
  let openFiles = false;
  for (const token of tokens) {
    if (token.kind === "positional") {
      // In `--manifests a.yaml b.yaml` both files belong to the option, up to the next option.
      if (openFiles) values.get("manifests")?.push(token.value);
      else words.push(token.value);
    } else if (token.kind === "option") {
      openFiles = token.name === "manifests";
      readOption(token, values, faults);
    }
  }
  if (values.has("help")) return { kind: "help" };
  const request = requestOf(words, values, faults);
  return faults.length > 0 || request === undefined
    ? { kind: "faults", faults }
    : { kind: "request", request };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const options = {
  help: { type: "boolean", short: "h" },
  manifests: { type: "string", multiple: true },
  region: { type: "string" },
  zones: { type: "string" },
  format: { type: "string" },
  output: { type: "string", short: "o" },
  "time-zone": { type: "string" },
  week: { type: "string" },
} as const;

function readOption(
  { name, rawName, value, inlineValue }: OptionToken,
  values: Map<string, string[]>,
  faults: string[],
): void {
  if (!Object.hasOwn(options, name)) {
    const known = Object.keys(options).map((option) => `--${option}`);
    faults.push(`${rawName}: unknown option; expected one of ${known.join(", ")}; remove it`);
  } else if (name === "help") {
    values.set(name, []);
  } else if (!value || (inlineValue !== true && value.startsWith("-") && value !== "-")) {
    const got = rendered(value === "" ? undefined : value);
    faults.push(`${rawName}: no value, got ${got}; expected one; write ${rawName} <value>`);
  } else {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
}

function requestOf(
  words: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
  faults: string[],
): ReportRequest | undefined {
  const last = (name: keyof typeof options): string | undefined => values.get(name)?.at(-1);
  const subject = subjectOf(words, values, faults);
  const format = last("format") ?? "text";
  if (!isFormatName(format)) {
    faults.push(
      `--format: unknown, got ${rendered(format)}; expected one of ${formatNames.join(", ")}`,
    );
  }
  const timeZone = last("time-zone");
  if (timeZone !== undefined && !IANAZone.isValidZone(timeZone)) {
    faults.push(
      `--time-zone: no time zone, got ${rendered(timeZone)}; expected an IANA name; write e.g. Asia/Tokyo`,
    );
  }
  const week = last("week");
  if (week !== undefined && !isDay(week)) {
    faults.push(
      `--week: no day, got ${rendered(week)}; expected YYYY-MM-DD; name any day of the week to show`,
    );
  }
  if (subject === undefined || !isFormatName(format)) return undefined;
  const output = last("output");
  return {
    subject,
    format,
    ...(output === undefined ? {} : { output }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(week === undefined ? {} : { week }),
  };
}

function subjectOf(
  words: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
  faults: string[],
): ReportRequest["subject"] | undefined {
  const files = values.get("manifests");
  const region = values.get("region")?.at(-1);
  const zones = values.get("zones")?.at(-1)?.split(",").filter(Boolean) ?? [];
  const [stack, ...more] = words;
  if (files === undefined) {
    for (const option of ["region", "zones"]) {
      if (!values.has(option)) continue;
      faults.push(
        `--${option}: only with --manifests; a stack file names its own region and zones; remove it`,
      );
    }
    if (more.length > 0) {
      faults.push(
        `stack: more than one, got ${words.map(rendered).join(", ")}; name one at a time`,
      );
    }
    if (stack === undefined) {
      faults.push(
        "stack: none named; expected a stack, or --manifests with files; see npm run report -- --help",
      );
      return undefined;
    }
    return { kind: "stack", stack };
  }
  if (stack !== undefined) {
    faults.push(
      `stack: not together with --manifests, got ${rendered(stack)}; leave one of them out`,
    );
  }
  if (region === undefined) {
    faults.push(
      "--region: missing; expected an AWS region beside --manifests; add --region <name>",
    );
    return undefined;
  }
  return { kind: "manifests", files, region, zones };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
