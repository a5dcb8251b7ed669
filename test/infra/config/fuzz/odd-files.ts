import * as fastCheck from "fast-check";
import { stringify } from "yaml";

import { schemaComment } from "../../../../infra/config/stack-text";
import { projectName } from "../../../../infra/config/schema";
import type { Draw } from "./schema-places";

/** A file as bytes, with what is known of how it has to read. */
export interface OddFile {
  readonly bytes: Buffer;
  /** Whether it is a sound stack file, in an odd dress. */
  readonly isValid: boolean;
  readonly deed: string;
}

type Oddity = readonly [string, (draw: Draw, text: string) => string | Buffer];

/** Other ways to write the same sound file. */
const dresses: readonly Oddity[] = [
  ["CRLF at the ends of lines", (_, text) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark", (_, text) => `\uFEFF${text}`],
  ["comments and blank lines", (_, text) => text.replaceAll(/\n(?=.*:)/g, "\n\n  # why\n")],
  ["no newline at the end", (_, text) => text.trimEnd()],
  ["document marks", (_, text) => text.replace("\nconfig:", "\n---\nconfig:") + "...\n"],
  [
    "an anchor and an alias",
    (_, text) =>
      text.replace("config:", `encryptionsalt: &salt v1:abc:def\nsecretsprovider: *salt\nconfig:`),
  ],
  ["what Pulumi adds of its own", (_, text) => `${text}encryptionsalt: v1:abc=:v1:def==\n`],
];

/** Ways to spoil it. */
const spoils: readonly Oddity[] = [
  ["a tab as indentation", (_, text) => text.replace(/\n {2}/, "\n\t")],
  ["a key twice", (_, text) => `${text}config: {}\n`],
  [
    "a key of ours twice",
    (_, text) => text.replace("config:\n", `config:\n  ${projectName}:environment: dev\n`),
  ],
  ["two documents", (_, text) => `${text}---\n${text}`],
  ["an alias without an anchor", (_, text) => withTag(text, "*nowhere")],
  ["an alias of itself", (_, text) => withTag(text, "&self [*self]")],
  ["aliases without end", (_, text) => withTag(text, laughs)],
  ["brackets without end", (draw, text) => withTag(text, brackets(draw))],
  ["maps without end", (draw, text) => withTag(text, maps(draw))],
  ["indentation without end", (draw, text) => `${text}${stairs(draw)}`],
  ["dashes without end", (draw, text) => withTag(text, `\n    ${"- ".repeat(depth(draw))}`)],
  ["question marks without end", (draw, text) => `${text}${"? ".repeat(depth(draw))}a\n`],
  ["a tag nobody knows", (_, text) => withTag(text, "!!python/object:os.system [ls]")],
  [
    "bytes that are no text",
    (_, text) => Buffer.concat([Buffer.from(withTag(text, "'")), noText, Buffer.from("'\n")]),
  ],
  ["NUL in a value", (_, text) => withTag(text, "a\u0000b")],
  ["a map as key", (_, text) => `${text}? { a: b }\n: c\n`],
  ["a root key with a slip", (_, text) => `${text}configs: {}\n`],
  ["a root key of the prototype", (_, text) => `${text}__proto__: {}\n`],
  ["no schema comment", (_, text) => text.slice(text.indexOf("\n") + 1)],
  ["config as a list", (_, text) => text.replace("config:\n", "config: []\nother:\n")],
  [
    "half of the file",
    (draw, text) => text.slice(0, draw(fastCheck.nat, { max: text.length >> 1 })),
  ],
];

/** A shipped stack's values in an odd dress, or spoilt. */
export function drawOddFile(draw: Draw, values: unknown): OddFile {
  const isValid = draw(fastCheck.boolean);
  const [deed, change] = draw(() => fastCheck.constantFrom(...(isValid ? dresses : spoils)));
  const text = `${schemaComment}\n${stringify({ config: values })}`;
  return { bytes: Buffer.from(change(draw, text)), isValid, deed };
}

/** Bytes that nobody wrote: random ones, words of YAML in any order, with or without a stack file's beginning. */
export function drawGarbage(draw: Draw): Buffer {
  const heads = ["", `${schemaComment}\n`, `${schemaComment}\nconfig:\n  `, "config: "];
  const head = Buffer.from(draw(() => fastCheck.constantFrom(...heads)));
  const tail = draw(fastCheck.boolean)
    ? Buffer.from(draw(() => fastCheck.uint8Array({ maxLength: 400 })))
    : Buffer.from(draw(() => fastCheck.array(words, { maxLength: 60 })).join(""));
  return Buffer.concat([head, tail]);
}

const words = fastCheck.oneof(
  fastCheck.constantFrom(
    ..."{ } [ ] : - ? | > & * ! % @ ` , # ' \"".split(" "),
    ...[" ", "\n", "\n  ", "\t", "\r\n", "---\n", "...\n", "<<: ", "&a ", "*a", "!!set ", "!!map "],
    ...["config", "tiers", "null", "~", "true", ".inf", ".nan", "0x1F", "1e999", "2001-01-01"],
    ...[`${projectName}:`, `${projectName}:tiers: `, "__proto__: ", "constructor: "],
  ),
  fastCheck.string({ unit: "binary", maxLength: 6 }),
);

const noText = Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80]);

/** The billion laughs: each line ten times the line before. */
const laughs = `[&a0 [lol], ${Array.from(
  { length: 9 },
  (_, level) => `&a${level + 1} [${new Array(10).fill(`*a${level}`).join(", ")}]`,
).join(", ")}]`;

function withTag(text: string, value: string): string {
  return `${text.trimEnd()}\n  ${projectName}:odd: ${value}\n`;
}

function depth(draw: Draw): number {
  return draw(() => fastCheck.constantFrom(10, 100, 300, 3_000));
}

function brackets(draw: Draw): string {
  const levels = depth(draw);
  return draw(fastCheck.boolean) ? "[".repeat(levels) : "[".repeat(levels) + "]".repeat(levels);
}

function maps(draw: Draw): string {
  return "{ a: ".repeat(depth(draw));
}

/** Each line one deeper; at most a megabyte of spaces. */
function stairs(draw: Draw): string {
  const levels = Math.min(depth(draw), 1_400);
  return Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
}
