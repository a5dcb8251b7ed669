import fs from "node:fs";
import path from "node:path";

const checkout = path.join(__dirname, "..", "..");
const leftOut = new Set(["node_modules", ".git", ".sandbox", ".cache", "coverage", "reports"]);

/**
 * Copies the checkout to `folder`, so that the engine can write its salt into a stack file. The
 * packages are linked, not copied.
 */
export function copyCheckout(folder: string): void {
  for (const name of fs.readdirSync(checkout)) {
    if (leftOut.has(name)) continue;
    fs.cpSync(path.join(checkout, name), path.join(folder, name), { recursive: true });
  }
  linkPackages(folder);
}

/** A project whose program does nothing, transpiled as this project is. */
export function writeEmptyProject(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void =>
    fs.writeFileSync(path.join(folder, name), text);
  write("Pulumi.yaml", "name: empty\nruntime: nodejs\n");
  write("package.json", `${JSON.stringify({ name: "empty", main: "index.ts" })}\n`);
  write("index.ts", "export = async (): Promise<Record<string, string>> => ({});\n");
  for (const name of ["tsconfig.json", "tools/transpile"]) {
    fs.cpSync(path.join(checkout, name), path.join(folder, name), { recursive: true });
  }
  linkPackages(folder);
}

function linkPackages(folder: string): void {
  fs.symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
}
