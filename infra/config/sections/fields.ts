import { IANAZone } from "luxon";
import { z } from "zod";

import { weekdays } from "../../../scheduling/budgets/maintenance-window";
import { parseDuration } from "../../../scheduling/values/duration";
import { parseQuantity } from "../../../scheduling/values/quantity";

/*
 * Field types that several sections share. A `message` is the "expected" part of a fault, so it continues the sentence
 * after the word "expected". `meta` tells the JSON schema for editors what only a function checks here.
 */

/** An IANA time zone, e.g. `America/New_York`. */
export const timeZone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), "an IANA time zone such as America/New_York or UTC")
  .describe("IANA time zone, e.g. America/New_York");

/** Time of day, 24 hours, `HH:MM`. */
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day as HH:MM, 00:00 to 23:59")
  .describe("time of day, HH:MM, in the window's time zone");

/** A length of time in hours and minutes, as Karpenter's budgets take it. Zero is refused, because it would block nothing. */
const hoursAndMinutes = z
  .string()
  .regex(/^(?!(0+h)?(0+m)?$)(\d+h(\d+m)?|\d+m)$/, "hours and minutes such as 3h, 90m or 1h30m")
  .describe("length in hours and minutes, e.g. 3h or 1h30m");

/** A Karpenter duration (`30s`, `5m`, `336h`) or `Never`. */
export const durationOrNever = z
  .string()
  .refine(
    (text) => text === "Never" || parseDuration(text) !== undefined,
    "a duration of hours, minutes and seconds such as 5m or 336h, or Never",
  )
  .meta({ pattern: "^(Never|([0-9]+[smh])+)$" })
  .describe("duration such as 5m or 336h, or Never");

/** A Karpenter duration above zero (`30s`, `5m`, `336h`). */
export const duration = z
  .string()
  .refine(
    (text) => (parseDuration(text) ?? 0) > 0,
    "a duration of hours, minutes and seconds above zero, such as 10m or 24h",
  )
  .meta({ pattern: "^(?=.*[1-9])([0-9]+[smh])+$" })
  .describe("duration above zero, such as 10m or 24h");

/** Days of the week, three letters each. */
const days = z
  .array(z.enum(weekdays))
  .min(1, "at least one day")
  .describe("days of the week on which the window starts");

/** A window in its own time zone, or in the stack's time zone by default. */
export const timeWindow = z.strictObject({
  days,
  start: timeOfDay,
  length: hoursAndMinutes,
  timeZone: timeZone.optional(),
});

const positiveQuantity = [
  { type: "integer", minimum: 1 },
  {
    type: "string",
    pattern:
      "^\\+?(?=[0-9.]*[1-9])([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$",
  },
] as const;

/** JSON schema of the limit of a device, which has no parts: not `1.5`, not `1500m`. */
export const wholeQuantity = {
  anyOf: positiveQuantity,
  not: {
    type: "string",
    pattern: "^\\+?([0-9]*\\.[0-9]*[1-9][0-9]*|(?![0-9]*000m$)[0-9]+m)$",
  },
} as const;

/** The largest amount of a resource that a pool may hold: a positive Kubernetes quantity. */
export const limitQuantity = z
  .union([z.number(), z.string()])
  .refine(
    (value) => (parseQuantity(value) ?? 0) > 0,
    'a whole number or a quantity in quotes, above zero, such as 16, "500m" or "2000Gi"',
  )
  .meta({ anyOf: positiveQuantity })
  .describe("Kubernetes quantity above zero, e.g. 16 or 2000Gi");

/** Key of a Kubernetes label, prefix included. */
export const labelKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "a Kubernetes label key",
  );

/** Value of a Kubernetes label. */
export const labelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    "a Kubernetes label value, at most 63 characters",
  );

/** An IPv4 range in CIDR form. */
export const ipv4Cidr = z.cidrv4("an IPv4 range such as 10.40.0.0/16");

const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/**
 * A pattern of the ranges from /16 to /20 that begin at their first address.
 *
 * @param firstOctets pattern of the first two octets; any two octets by default
 */
export function subnetRangePattern(firstOctets = `${octet}\\.${octet}`): string {
  const endings = [16, 17, 18, 19, 20].map((prefix) => {
    const step = 2 ** (24 - prefix);
    const thirdOctets = Array.from({ length: 256 / step }, (_, index) => index * step);
    return `(${thirdOctets.join("|")})\\.0/${prefix}`;
  });
  return `^${firstOctets}\\.(${endings.join("|")})$`;
}
