/**
 * The zones of the sandbox's account. A zone name is another place in every account, so this mapping is one of many:
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
import { zoneIdsOf } from "../../../scheduling/catalogue/offerings";

/** Regions whose zones are not lettered a, b, c in the order of their ids. */
const idsByLetter: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "ap-northeast-1": { a: "apne1-az4", c: "apne1-az1", d: "apne1-az2" },
  "ca-central-1": { a: "cac1-az1", b: "cac1-az2", d: "cac1-az4" },
  // EKS has no control plane in use1-az3. In most accounts that is us-east-1e.
  "us-east-1": {
    a: "use1-az1",
    b: "use1-az2",
    c: "use1-az4",
    d: "use1-az6",
    e: "use1-az3",
    f: "use1-az5",
  },
  "us-west-1": { a: "usw1-az1", c: "usw1-az3" },
};

/** The zones of a region by name, in order. */
export function zonesOfAccount(region: string): readonly { name: string; id: string }[] {
  const ids =
    idsByLetter[region] ??
    Object.fromEntries(knownIds(region).map((id, index) => ["abcdef"[index] ?? "", id]));
  return Object.entries(ids).map(([letter, id]) => ({ name: `${region}${letter}`, id }));
}

/** Three made-up ids for a region without recorded offerings. */
function knownIds(region: string): readonly string[] {
  const ids = zoneIdsOf(region);
  return ids.length > 0 ? ids : [1, 2, 3].map((number) => `${region}-az${number}`);
}

/** The id of a zone; a made-up one for a zone that the account does not have. */
export function zoneIdOf(name: string): string {
  const region = name.slice(0, -1);
  const zone = zonesOfAccount(region).find((candidate) => candidate.name === name);
  return zone?.id ?? `${region}-az${name.slice(-1)}`;
}
