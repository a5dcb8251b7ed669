/**
 * Renews the data of regions. It fetches and compares everything first; then it writes all files, or none if a region
 * fails.
 */

import { distance } from "fastest-levenshtein";
import { exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { expandCatalogue } from "../../scheduling/catalogue/instance-catalogue";
import { expandOfferings } from "../../scheduling/catalogue/offerings";
import type { AwsClients } from "./aws-clients";
import { notRenewedText, offeringsText, pricesText } from "./change-text";
import { readDataFiles, writeDataFiles, type CatalogueData } from "./data-files";
import { readPriceList } from "./price-list";
import { offeringsRemovals, pricesRemovals } from "./removals";
import {
  offeringsChange,
  regionOfferings,
  renewOfferings,
  type RegionOfferings,
} from "./renewed-offerings";
import { pricesChange, regionPrices, renewPrices, type RegionPrices } from "./renewed-prices";

export interface RefreshRequest {
  readonly regions: readonly string[];
  readonly offerings: boolean;
  readonly prices: boolean;
  readonly dryRun: boolean;
  readonly acceptRemovals: boolean;
  /** Accept regions that the catalogue does not know. */
  readonly newRegion: boolean;
  /** The folder of the data files. */
  readonly data: string;
}

/** What a refresh needs from outside. */
export interface RefreshSurroundings {
  readonly clients: (isKnownRegion: (region: string) => boolean) => AwsClients;
  readonly now: Date;
  /** Prints a line of the result. */
  readonly print: (line: string) => void;
  /** Prints a line about progress or a problem. */
  readonly note: (line: string) => void;
}

/** Runs the request; returns the exit code. Throws an InputFault or an AwsFailure. */
export async function refresh(
  request: RefreshRequest,
  { clients, now, print, note }: RefreshSurroundings,
): Promise<number> {
  const stored = readDataFiles(request.data);
  const known = Object.keys(stored.data.offerings.regions);
  checkRegions(request, known);
  const aws = clients((region) => known.includes(region));
  const regions = [...new Set(request.regions)];
  const fetched = await fetchRegions(regions, request, stored.data, aws, now, note);
  for (const line of fetched.lines) print(line);
  if (fetched.removals.length > 0 && !request.acceptRemovals) {
    for (const removal of fetched.removals) note(removal);
    note("Nothing was written.");
    return exitCodes.faulty;
  }
  const date = now.toISOString().slice(0, 10);
  const renewed = renewedData(stored.data, fetched, date);
  for (const line of notRenewedText(withoutLabels(renewed, regions))) print(line);
  if (request.dryRun) {
    print("Nothing was written: a dry run.");
    return exitCodes.fine;
  }
  const written = writeDataFiles(stored, renewed);
  for (const { file, bytes } of written) print(`wrote ${file}, ${bytes} bytes`);
  if (written.length === 0) print("Nothing was written: the files say so already.");
  return exitCodes.fine;
}

function checkRegions(request: RefreshRequest, known: readonly string[]): void {
  const faults = request.regions.flatMap((region) => regionFaults(region, request, known));
  if (faults.length > 0) throw new InputFault(faults.join("\n"));
}

function regionFaults(
  region: string,
  { prices, newRegion }: RefreshRequest,
  known: readonly string[],
): readonly string[] {
  if (region.startsWith("cn-")) {
    return [
      `--region ${region}: the regions of AWS China are not covered (accounts of their own, prices in CNY); ` +
        "expected a region of another partition; leave it out",
    ];
  }
  const faults: string[] = [];
  const isName = /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region);
  if (!known.includes(region) && !(newRegion && isName)) faults.push(unknownRegion(region, known));
  if (prices && isName && /^(us-gov|us-iso|eu-isoe|eusc)/.test(region)) {
    faults.push(
      `--region ${region}: its partition has no price list to ask; expected offerings alone; give --offerings`,
    );
  }
  return faults;
}

function unknownRegion(region: string, known: readonly string[]): string {
  const [nearest] = [...known].sort((a, b) => distance(region, a) - distance(region, b));
  const hint =
    nearest === undefined || distance(region, nearest) > 3 ? "" : `; did you mean ${nearest}?`;
  return (
    `--region ${region}: not a region of the catalogue${hint}; expected one of ${known.join(", ")}; correct it, or ` +
    "give --new-region for one that AWS has opened since"
  );
}

interface Fetched {
  readonly offerings: ReadonlyMap<string, RegionOfferings>;
  readonly prices: ReadonlyMap<string, RegionPrices>;
  /** Lines that describe the changes. */
  readonly lines: readonly string[];
  /** Losses that need --accept-removals. */
  readonly removals: readonly string[];
}

/** One region after the other, because AWS limits all requests of an account together. */
async function fetchRegions(
  regions: readonly string[],
  wanted: Pick<RefreshRequest, "offerings" | "prices">,
  data: CatalogueData,
  aws: AwsClients,
  now: Date,
  note: (line: string) => void,
): Promise<Fetched> {
  const offerings = new Map<string, RegionOfferings>();
  const prices = new Map<string, RegionPrices>();
  const lines: string[] = [];
  const removals: string[] = [];
  for (const region of regions) {
    if (wanted.offerings) {
      note(`${region}: asking EC2 for zones and offerings`);
      const zones = await aws.zones(region);
      const read = regionOfferings(region, zones, await aws.offerings(region));
      const change = offeringsChange(data.offerings, region, read);
      offerings.set(region, read);
      lines.push(...offeringsText(change));
      removals.push(...offeringsRemovals(change));
    }
    if (wanted.prices) {
      note(`${region}: asking for the price list, for a minute or so`);
      const read = readPriceList(await aws.priceList(region), region, now);
      const priced = regionPrices(region, data.types, read);
      const change = pricesChange(data, region, priced, read);
      prices.set(region, priced);
      lines.push(...pricesText(change));
      removals.push(...pricesRemovals(change));
    }
  }
  return { offerings, prices, lines, removals };
}

function renewedData(
  data: CatalogueData,
  { offerings, prices }: Fetched,
  date: string,
): CatalogueData {
  const offeringsSource = {
    offerings: `EC2 DescribeInstanceTypeOfferings by availability-zone-id, read ${date}`,
    date,
  };
  const source = `AWS Price List (GetProducts), on demand, Linux, read ${date}`;
  return {
    offerings:
      offerings.size === 0
        ? data.offerings
        : renewOfferings(data.offerings, offerings, offeringsSource),
    ...renewPrices(data, prices, { source, date }),
  };
}

/** Types that a region offers but the catalogue does not have. */
function withoutLabels({ types, offerings }: CatalogueData, regions: readonly string[]): string[] {
  const known = new Set(expandCatalogue(types).map(({ name }) => name));
  const offered = regions.flatMap((region) => [...expandOfferings(offerings, region).keys()]);
  return [...new Set(offered)].filter((name) => !known.has(name)).sort();
}
