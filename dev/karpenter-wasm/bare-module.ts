/** A copy of a Karpenter module whose CRDs are empty. */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Copies go.mod and pkg. The copy is complete or does not exist, also when two processes copy at the same time. */
export function copyWithoutCrds(module: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`;
  for (const part of ["go.mod", "pkg"]) copyWritable(join(module, part), join(unfinished, part));
  const crds = join(unfinished, "pkg", "apis", "crds");
  for (const name of readdirSync(crds)) writeFileSync(join(crds, name), "{}\n");
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** Copies file by file, because Go's modules are read-only and a copied folder could not be removed. */
function copyWritable(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) copyWritable(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(from));
}
