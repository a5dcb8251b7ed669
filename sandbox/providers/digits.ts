/** Ids that are not random: the same resource has the same id in every run, so that two runs can be compared. */
import { createHash } from "node:crypto";

/** The first `length` hexadecimal digits of the hash of `text`. */
export function hexDigits(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/**
 * A number from 0 to `below` that belongs to `text`, for names with decimal digits only, such as a public IP address.
 */
export function decimal(text: string, below: number): number {
  return Number.parseInt(hexDigits(text, 8), 16) % below;
}
