import {
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLParseError,
} from "yaml";

import { rendered } from "../../scheduling/values/fault";
import type { LocatedFault } from "./config-fault";
import { nearest, unknownKeyProblem } from "./issue-to-fault";
import { deepestNesting, isDataTooDeep, isTextTooDeep } from "./nesting";
import { projectName } from "./schema";

/** A stack file, read as YAML. */
export interface StackText {
  /** What the file holds under `config:`, keys with their namespace; undefined when it could not be read. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  /** Faults of the file itself, in the order of the file; the configuration has not been parsed. */
  readonly faults: readonly LocatedFault[];
  /** The line of the deepest key on the path that the file has; for a section that is missing, the line of `config:`. */
  readonly lineOf: (path: LocatedFault["path"]) => { readonly line: number };
}

/** First line of every stack file. It tells editors where the schema is. */
export const schemaComment = "# yaml-language-server: $schema=./schema.json";

/** Reads the text of a stack file. It never throws; the faults say what is wrong. */
export function parseStackText(text: string): StackText {
  if (isTextTooDeep(text)) return unreadable([tooDeep]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const faults = [...syntaxFaults(document), ...schemaLineFaults(text)];
  if (document.errors.length > 0) return unreadable(faults);
  const plain = plainValue(document);
  if (plain.fault !== undefined) return unreadable([...faults, plain.fault]);
  const { root } = plain;
  faults.push(...rootKeyFaults(document, lines, root));
  const values = configOf(root);
  if (values === undefined) return unreadable([...faults, noConfig(root)]);
  return { values, faults, lineOf: (path) => lineOf(document, lines, path) };
}

function unreadable(faults: readonly LocatedFault[]): StackText {
  return { values: undefined, faults, lineOf: () => ({ line: 1 }) };
}

/** One fault a line, because most further faults of a line follow from its first. */
function syntaxFaults(document: Document.Parsed): readonly LocatedFault[] {
  const ofLine = new Map(
    [...untilTab(document.errors)].reverse().map((error) => [error.linePos?.[0].line, error]),
  );
  return [...ofLine.values()].slice(-mostSyntaxFaults).reverse().map(syntaxFault);
}

/** After a tab the parser finds every following line in the wrong column. */
function untilTab(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const tab = errors.findIndex(({ code }) => code === "TAB_AS_INDENT");
  return tab === -1 ? errors : errors.slice(0, tab + 1);
}

function syntaxFault({ code, message, linePos }: YAMLParseError): LocatedFault {
  return {
    path: ["file"],
    problem: "not valid YAML",
    got: JSON.stringify(message.split("\n")[0]),
    expected: "a Pulumi stack file",
    fix: code === "TAB_AS_INDENT" ? "indent with spaces, in the whole file" : "correct the line",
    ...(linePos === undefined ? {} : { line: linePos[0].line }),
  };
}

const mostSyntaxFaults = 20;

/** The file as plain data with its aliases resolved. */
function plainValue(
  document: Document.Parsed,
): { readonly root: unknown; readonly fault?: undefined } | { readonly fault: LocatedFault } {
  const expected = "a Pulumi stack file";
  let root: unknown;
  try {
    root = document.toJS();
  } catch (error) {
    // An alias has no anchor, or aliases of aliases would fill the memory.
    const problem = (error as Error).message;
    return {
      fault: {
        path: ["file"],
        line: 1,
        problem,
        expected,
        fix: "write the value in place of the alias",
      },
    };
  }
  return isDataTooDeep(root) ? { fault: tooDeep } : { root };
}

const tooDeep: LocatedFault = {
  path: ["file"],
  line: 1,
  problem: `nested more than ${deepestNesting} levels deep`,
  expected: "a Pulumi stack file",
  fix: "remove the deep nesting",
};

/** Keys that Pulumi allows in a stack file. https://www.pulumi.com/docs/concepts/projects/stack-settings-file/ */
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
        got: rendered((root as Readonly<Record<string, unknown>>)[key]),
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

function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: LocatedFault["path"],
): { line: number } {
  const [first = "", ...rest] = path;
  const literal = offsetOf(document, ["config", first]) !== undefined;
  const keys = ["config", literal ? first : `${projectName}:${String(first)}`, ...rest];
  for (let length = keys.length; length > 0; length -= 1) {
    const offset = offsetOf(document, keys.slice(0, length));
    if (offset !== undefined) return { line: lines.linePos(offset).line };
  }
  return { line: 1 };
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
