/** The texts of this project that people read. */

import { readdirSync } from "node:fs";
import path from "node:path";

/** Folders without texts of ours, or with texts that have to stay as they are. */
const leftOut = [
  "node_modules",
  "coverage",
  "reports",
  "policies/dist",
  "test/fixtures",
  "test/stacks/golden",
  "test/report/golden",
  // They quote the phrases.
  "dev/style",
  "test/dev/style",
];

const filesLeftOut = ["docs/style.md", "scheduling/karpenter/wasm_exec.js"];

/** Paths from the root, in order. */
export function styledFiles(root: string): readonly string[] {
  const visit = (folder: string): readonly string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return isLeftOut(file) ? [] : visit(file);
      return /\.(ts|js|mjs|md|yaml|yml)$/.test(entry.name) && !filesLeftOut.includes(file)
        ? [file]
        : [];
    });
  return [...visit("")].sort();
}

function isLeftOut(folder: string): boolean {
  const isHidden = folder.startsWith(".") && !/^\.(ci|devcontainer|github)(\/|$)/.test(folder);
  return isHidden || leftOut.includes(folder);
}
