import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { policyPages } from "./policy-pages";
import type { DocsPage } from "./policy-pages";

const help = `Usage: tsx tools/docs/policies.ts [--check]

Writes docs/policies/ from the rules of the policy pack and their fixtures.

Options:
  --check     write nothing; exit 1 and name the pages that are not current
  -h, --help  print this text`;

const root = path.resolve(__dirname, "../..");

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  if (args.some((arg) => arg === "-h" || arg === "--help")) {
    console.log(help);
    return 0;
  }
  const [unknown] = args.filter((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(
      `${unknown}: unknown option, got "${unknown}"; expected --check or --help; remove it`,
    );
    return 1;
  }
  const stale = policyPages(path.join(root, "test/fixtures/policies")).filter(
    (page) => !isCurrent(page),
  );
  if (args.includes("--check")) {
    for (const { file } of stale) {
      console.error(
        `${file}: not current, got a page that differs from the rule; expected the generated one; run tsx tools/docs/policies.ts`,
      );
    }
    return stale.length > 0 ? 1 : 0;
  }
  stale.forEach(write);
  return 0;
}

function isCurrent({ file, text }: DocsPage): boolean {
  const target = path.join(root, file);
  return existsSync(target) && readFileSync(target, "utf8") === text;
}

function write({ file, text }: DocsPage): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`wrote ${file}`);
}
