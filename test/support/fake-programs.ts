import fs from "node:fs";
import path from "node:path";

/** Writes an executable shell script to `<folder>/<name>` and returns its path. */
export function writeScript(folder: string, name: string, lines: readonly string[]): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${["#!/bin/sh", ...lines].join("\n")}\n`);
  fs.chmodSync(file, 0o755);
  return file;
}

/** A Pulumi CLI that only knows its version. */
export function writePulumi(folder: string, version: string): string {
  return writeScript(folder, "pulumi", [`echo v${version}`]);
}

/** A Go that "builds" a program which prints a version; it appends its arguments to `log`. */
export function writeGo(folder: string, log: string, version: string): string {
  return writeScript(folder, "go", [
    `echo "$PWD: $*" >> ${log}`,
    `while [ $# -gt 0 ]; do`,
    `  if [ "$1" = "-o" ]; then out="$2"; fi`,
    `  shift`,
    `done`,
    `printf '#!/bin/sh\\necho v${version}\\n' > "$out"`,
    `/bin/chmod +x "$out"`,
  ]);
}
