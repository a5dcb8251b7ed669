import { offeredRegions, zoneIdsOf } from "../../scheduling/catalogue/offerings";

/** IANA time zone of the people near a region, for its windows. A stack file may name another. */
const timeZones: Readonly<Record<string, string>> = {
  "af-south-1": "Africa/Johannesburg",
  "ap-east-1": "Asia/Hong_Kong",
  "ap-northeast-1": "Asia/Tokyo",
  "ap-northeast-2": "Asia/Seoul",
  "ap-northeast-3": "Asia/Tokyo",
  "ap-south-1": "Asia/Kolkata",
  "ap-south-2": "Asia/Kolkata",
  "ap-southeast-1": "Asia/Singapore",
  "ap-southeast-2": "Australia/Sydney",
  "ap-southeast-3": "Asia/Jakarta",
  "ap-southeast-4": "Australia/Melbourne",
  "ap-southeast-5": "Asia/Kuala_Lumpur",
  "ca-central-1": "America/Toronto",
  "ca-west-1": "America/Edmonton",
  "eu-central-1": "Europe/Berlin",
  "eu-central-2": "Europe/Zurich",
  "eu-north-1": "Europe/Stockholm",
  "eu-south-1": "Europe/Rome",
  "eu-south-2": "Europe/Madrid",
  "eu-west-1": "Europe/Dublin",
  "eu-west-2": "Europe/London",
  "eu-west-3": "Europe/Paris",
  "il-central-1": "Asia/Jerusalem",
  "me-central-1": "Asia/Dubai",
  "me-south-1": "Asia/Bahrain",
  "sa-east-1": "America/Sao_Paulo",
  "us-east-1": "America/New_York",
  "us-east-2": "America/New_York",
  "us-west-1": "America/Los_Angeles",
  "us-west-2": "America/Los_Angeles",
};

/** Regions whose zones are not lettered a, b, c: EC2 DescribeAvailabilityZones in new accounts. */
const zoneLetters: Readonly<Record<string, string>> = {
  "ap-northeast-1": "acd",
  "ca-central-1": "abd",
  "us-west-1": "ac",
};

/** The regions that a stack can be made for: those whose offerings are recorded. */
export const knownRegions: readonly string[] = [...offeredRegions].sort();

export function timeZoneOf(region: string): string {
  return timeZones[region] ?? "UTC";
}

/**
 * The names of the region's zones, as many as the offerings have and at most `most`. Which place a letter names
 * differs between accounts, so a person has to compare them.
 */
export function zoneNamesOf(region: string, most: number): readonly string[] {
  const letters = zoneLetters[region] ?? "abcdef";
  const count = Math.min(zoneIdsOf(region).length, letters.length, most);
  return [...letters.slice(0, count)].map((letter) => `${region}${letter}`);
}
