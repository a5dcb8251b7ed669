import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const goldenFolder = path.resolve(__dirname, "../stacks/golden");

/**
 * Compares a value with the golden file of that name. `npm run golden` sets UPDATE_GOLDEN=1, which
 * writes the file instead.
 */
export function assertGolden(name: string, value: unknown): void {
  const file = path.join(goldenFolder, name);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(goldenFolder, { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file}: missing; run npm run golden`);
  try {
    assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof assert.AssertionError) {
      error.message = `${name}: differs; if you mean the change, run npm run golden\n${error.message}`;
    }
    throw error;
  }
}
