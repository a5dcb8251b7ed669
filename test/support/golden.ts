import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Compares a value with the golden file of that name. `UPDATE_GOLDEN=1` writes the file instead; its
 * diff is then read and explained in review like code.
 */
export function assertGolden(name: string, value: unknown): void {
  const file = path.resolve(__dirname, "../stacks/golden", `${name}.json`);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file}: missing; run UPDATE_GOLDEN=1 npx mocha test/stacks`);
  assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(file, "utf8")));
}
