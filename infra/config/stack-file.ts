import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml";

import { renderValue, type LocatedFault } from "./config-fault";
import { nearest, unknownKeyProblem } from "./issue-to-fault";
import { deepestNesting, isDataTooDeep, isTextTooDeep } from "./nesting";
import { parsePlatformConfig } from "./parse";
import { projectName, type PlatformConfig } from "./schema";

/** A stack file as it was read. */
export interface StackFile {
  /** Name of the stack: `production-us-east-1`. */
  readonly stack: string;
  readonly file: string;
  readonly text: string;
  /** What stands under `config:`, keys with their namespace. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The configuration, when it has no fault. */
  readonly config?: PlatformConfig;
  /** All faults of the file, with their lines. */
  readonly faults: readonly LocatedFault[];
}

/** First line of every stack file: where editors find the schema. */
export const schemaComment = "# yaml-language-server: $schema=./schema.json";

/** Names of the stacks in a folder, from their file names, sorted. */
export function stackNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** Why there is no such stack, with the nearest that is; nothing when there is one. */
export function unknownStack(folder: string, stack: string): string | undefined {
  const names = stackNames(folder);
  if (names.includes(stack)) return undefined;
  const meant = nearest(stack, names);
  const known = names.length === 0 ? `no stack file in ${folder}` : `one of ${names.join(", ")}`;
  return [
    `stack: unknown, got ${JSON.stringify(stack)}; expected ${known}`,
    meant === undefined
      ? `add stacks/Pulumi.${stack}.yaml to make it one`
      : `did you mean ${meant}?`,
  ].join("; ");
}

/** Reads and checks a stack file. It never throws for what the file holds; the faults say it. */
export function readStackFile(file: string): StackFile {
  const stack = path
    .basename(file)
    .replace(/^Pulumi\./, "")
    .replace(/\.ya?ml$/, "");
  // Some editors begin a file with a byte order mark; it is no part of the text.
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const base = { stack, file, text };
  if (isTextTooDeep(text)) return { ...base, values: {}, faults: [tooDeep] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const shape = [...syntaxFaults(document), ...schemaLineFaults(text)];
  if (document.errors.length > 0) return { ...base, values: {}, faults: shape };
  const plain = plainValue(document);
  if (plain.fault !== undefined) return { ...base, values: {}, faults: [...shape, plain.fault] };
  const { root } = plain;
  shape.push(...rootKeyFaults(document, lines, root));
  const values = configOf(root);
  if (values === undefined) return { ...base, values: {}, faults: [...shape, noConfig(root)] };
  const parsed = parsePlatformConfig(stack, values);
  const located = (parsed.faults ?? []).map((fault) => ({
    ...fault,
    ...lineOf(document, lines, fault.path),
  }));
  // In the order of the file; what stands nowhere, because it is missing, comes first.
  const faults = [...shape, ...located].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return faults.length > 0 || parsed.config === undefined
    ? { ...base, values, faults }
    : { ...base, values, faults, config: parsed.config };
}

/** What follows the first fault of a line is mostly its echo. */
function syntaxFaults(document: Document.Parsed): readonly LocatedFault[] {
  const ofLine = new Map(
    [...document.errors].reverse().map((error) => [error.linePos?.[0].line, error]),
  );
  return [...ofLine.values()]
    .slice(-mostSyntaxFaults)
    .reverse()
    .map((error) => ({
      path: ["file"],
      problem: "not valid YAML",
      got: JSON.stringify(error.message.split("\n")[0]),
      expected: "a Pulumi stack file",
      fix: "correct the line",
      ...(error.linePos === undefined ? {} : { line: error.linePos[0].line }),
    }));
}

const mostSyntaxFaults = 20;

/** The file as plain data: aliases resolved, none of them to itself. */
function plainValue(
  document: Document.Parsed,
): { readonly root: unknown; readonly fault?: undefined } | { readonly fault: LocatedFault } {
  const expected = "a Pulumi stack file";
  let root: unknown;
  try {
    root = document.toJS();
  } catch (error) {
    // An alias without its anchor, or aliases of aliases that would fill the memory.
    const problem = (error as Error).message;
    return { fault: { path: ["file"], problem, expected, fix: "write out what the alias means" } };
  }
  return isDataTooDeep(root) ? { fault: tooDeep } : { root };
}

const tooDeep: LocatedFault = {
  path: ["file"],
  problem: `nested more than ${deepestNesting} levels deep`,
  expected: "a Pulumi stack file",
  fix: "correct what is nested so deep",
};

/** Keys that Pulumi knows beside `config`. https://www.pulumi.com/docs/concepts/projects/stack-settings-file/ */
const rootKeys = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

function rootKeyFaults(
  document: Document.Parsed,
  lines: LineCounter,
  root: unknown,
): readonly LocatedFault[] {
  if (typeof root !== "object" || root === null || Array.isArray(root)) return [];
  return Object.keys(root)
    .filter((key) => !rootKeys.includes(key))
    .map((key) => {
      const meant = nearest(key, rootKeys);
      const offset = offsetOf(document, [key]);
      return {
        path: [key],
        problem: unknownKeyProblem,
        got: renderValue((root as Readonly<Record<string, unknown>>)[key]),
        expected: `one of ${rootKeys.join(", ")}`,
        fix: meant === undefined ? "remove it" : `did you mean ${meant}?`,
        ...(offset === undefined ? {} : { line: lines.linePos(offset).line }),
      };
    });
}

function schemaLineFaults(text: string): readonly LocatedFault[] {
  const first = text.split("\n", 1)[0]?.trimEnd() ?? "";
  if (first === schemaComment) return [];
  return [
    {
      path: ["file"],
      line: 1,
      problem: "the first line does not name the schema",
      got: JSON.stringify(first),
      expected: schemaComment,
      fix: "put that line first, so that editors check the file",
    },
  ];
}

function configOf(root: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof root !== "object" || root === null) return undefined;
  const config = (root as Record<string, unknown>)["config"];
  if (typeof config !== "object" || config === null || Array.isArray(config)) return undefined;
  return config as Record<string, unknown>;
}

function noConfig(root: unknown): LocatedFault {
  return {
    path: ["config"],
    line: 1,
    problem: "missing or not a map",
    got: root === null || root === undefined ? "an empty file" : "no map of keys",
    expected: `a map of ${projectName}:<key>`,
    fix: "copy a stack file that works and change it",
  };
}

/** Line of the deepest key of the path that the file has. */
function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: LocatedFault["path"],
): { line?: number } {
  const [first, ...rest] = path;
  if (first === undefined) return {};
  const keys = [
    String(first).includes(":") ? String(first) : `${projectName}:${String(first)}`,
    ...rest,
  ];
  for (let length = keys.length; length > 0; length -= 1) {
    const offset = offsetOf(document, ["config", ...keys.slice(0, length)]);
    if (offset !== undefined) return { line: lines.linePos(offset).line };
  }
  return {};
}

function offsetOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      ({ key }) => isScalar(key) && String(key.value) === String(last),
    );
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  return node?.range?.[0];
}
