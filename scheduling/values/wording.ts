/** Numbers, lists and amounts as text. */

import { formatBytes } from "./quantity";

/** `g5.xlarge, g5.2xlarge and 7 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most) return joined(names);
  const more = (names.length - most).toLocaleString("en-US");
  return `${names.slice(0, most).join(", ")} and ${more} more`;
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : `${noun}s`}`;
}

/** `$999.50`, and whole dollars from 1,000 on: `$1,235`. */
export function dollars(amount: number): string {
  const digits = amount >= 1000 ? 0 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `$${amount.toLocaleString("en-US", options)}`;
}

/** An amount of a resource as text: bytes in binary units, other resources as a plain number. */
export function amountOf(resource: string, amount: number): string {
  if (resource !== "memory" && resource !== "ephemeral-storage") {
    return amount.toLocaleString("en-US");
  }
  const gibibytes = amount / 2 ** 30;
  return gibibytes >= 10 ? `${Math.floor(gibibytes)}Gi` : formatBytes(amount);
}

function joined(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
