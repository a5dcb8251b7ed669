import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import type { GeneratedFile } from "./generated-file";
import { generatedFiles } from "./generated-files";

const root = path.resolve(__dirname, "../..");

guardOutput();
new Command("generate")
  .description("Writes the files that are generated from the sources: schema, documentation.")
  .option("--check", "write nothing; exit 1 and name the files that are not current")
  .action((options: { check?: boolean }) => {
    const stale = generatedFiles().filter((file) => !isCurrent(file));
    if (options.check === true) report(stale);
    else stale.forEach(write);
  })
  .parse();

function isCurrent({ file, text }: GeneratedFile): boolean {
  const target = path.join(root, file);
  return existsSync(target) && readFileSync(target, "utf8") === text;
}

function write({ file, text }: GeneratedFile): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stdout.write(`wrote ${file}\n`);
}

function report(stale: readonly GeneratedFile[]): void {
  for (const { file } of stale) {
    process.stderr.write(`${file}: not current; run npm run generate and commit the result\n`);
  }
  if (stale.length > 0) process.exitCode = 1;
  else process.stdout.write("generated files are current\n");
}
