/**
 * Ids without chance: the same resource has the same id in every run, so that two runs can be compared.
 */
import { createHash } from "node:crypto";

/** The first `length` hexadecimal digits that belong to `text`. */
export function hexDigits(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Decimal digits, for names in which AWS writes none but those (a public IP address, for example). */
export function decimal(text: string, below: number): number {
  return Number.parseInt(hexDigits(text, 8), 16) % below;
}
