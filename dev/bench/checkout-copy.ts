import fs from "node:fs";
import path from "node:path";

const checkout = path.join(__dirname, "..", "..");
const leftOut = new Set(["node_modules", ".git", ".sandbox", ".cache", "coverage", "reports"]);

/** Copies the checkout to `folder`, because the engine writes its salt into a stack file. Packages are linked. */
export function copyCheckout(folder: string): void {
  for (const name of fs.readdirSync(checkout)) {
    if (leftOut.has(name)) continue;
    fs.cpSync(path.join(checkout, name), path.join(folder, name), { recursive: true });
  }
  linkPackages(folder);
}

/** Links the packages of this checkout into a project. */
export function linkPackages(folder: string): void {
  fs.symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
}
