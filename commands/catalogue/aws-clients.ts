/**
 * The requests to AWS: availability zones, instance type offerings, price list entries. This is the only file that loads
 * the AWS SDK. The SDK finds credentials, endpoints and retries by itself (environment, profile, SSO).
 */

import type { Filter } from "@aws-sdk/client-pricing";
import { AwsFailure, explainAwsError, iamActions } from "./aws-failure";

/** An availability zone, as EC2 describes it. */
export interface DescribedZone {
  readonly id: string;
  /** `availability-zone`, `local-zone` or `wavelength-zone` */
  readonly type: string;
  /** `opt-in-not-required`, `opted-in` or `not-opted-in` */
  readonly optIn: string;
}

/** An instance type that is offered in a zone. `location` is the zone id. */
export interface DescribedOffering {
  readonly type: string;
  readonly location: string;
}

export interface AwsClients {
  zones(region: string): Promise<readonly DescribedZone[]>;
  offerings(region: string): Promise<readonly DescribedOffering[]>;
  /** The products of the region, each as JSON text. */
  priceList(region: string): Promise<readonly string[]>;
}

export interface ClientOptions {
  readonly isKnownRegion: (region: string) => boolean;
  /** Called with the progress of a long answer. */
  readonly progress: (text: string) => void;
}

/** Clients of AWS, or of the endpoints that AWS_ENDPOINT_URL_EC2 and AWS_ENDPOINT_URL_PRICING name. */
export function awsClients({ isKnownRegion, progress }: ClientOptions): AwsClients {
  // The SDK warns about Node versions that its later releases drop. Users of the pinned release cannot act on that.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const asking = async <T>(region: string, action: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw explainAwsError(error, { action, region, isKnownRegion: isKnownRegion(region) });
    }
  };
  return {
    zones: (region) => asking(region, iamActions.zones, () => describeZones(region)),
    offerings: (region) =>
      asking(region, iamActions.offerings, () => describeOfferings(region, progress)),
    priceList: (region) => asking(region, iamActions.prices, () => getProducts(region, progress)),
  };
}

async function describeZones(region: string): Promise<readonly DescribedZone[]> {
  const { DescribeAvailabilityZonesCommand, EC2Client } = await import("@aws-sdk/client-ec2");
  const client = new EC2Client({ region, ...patience() });
  const { AvailabilityZones } = await client.send(
    new DescribeAvailabilityZonesCommand({
      Filters: [
        { Name: "zone-type", Values: ["availability-zone"] },
        { Name: "opt-in-status", Values: ["opt-in-not-required", "opted-in"] },
      ],
    }),
  );
  return (AvailabilityZones ?? []).map(({ ZoneId, ZoneType, OptInStatus }) => ({
    id: present(ZoneId, `${region}: EC2 describes a zone without an id`),
    type: ZoneType ?? "",
    optIn: OptInStatus ?? "",
  }));
}

async function describeOfferings(
  region: string,
  progress: ClientOptions["progress"],
): Promise<readonly DescribedOffering[]> {
  const { EC2Client, paginateDescribeInstanceTypeOfferings } = await import("@aws-sdk/client-ec2");
  const client = new EC2Client({ region, ...patience() });
  const found: DescribedOffering[] = [];
  const seen = tokensOf(region, iamActions.offerings);
  // EC2 allows at most 1,000 per page.
  for await (const page of paginateDescribeInstanceTypeOfferings(
    { client, pageSize: 1000 },
    { LocationType: "availability-zone-id" },
  )) {
    for (const { InstanceType, Location } of page.InstanceTypeOfferings ?? []) {
      const problem = `${region}: EC2 describes an offering without type or location`;
      found.push({ type: present(InstanceType, problem), location: present(Location, problem) });
    }
    seen(page.NextToken);
    progress(`${region}: ${found.length} offerings`);
  }
  return found;
}

/**
 * On-demand Linux without extra software, as Karpenter's provider asks for it: shared tenancy, and dedicated tenancy for
 * bare metal, which has no shared one (`UpdateOnDemandPricing` in pkg/providers/pricing/pricing.go of
 * karpenter-provider-aws v1.15.2).
 */
const productFilters: Readonly<Record<string, string>> = {
  capacitystatus: "Used",
  marketoption: "OnDemand",
  operatingSystem: "Linux",
  operation: "RunInstances",
  preInstalledSw: "NA",
};

/** The kinds of product that are asked for. */
const families: readonly (readonly [tenancy: string, productFamily: string])[] = [
  ["Shared", "Compute Instance"],
  ["Dedicated", "Compute Instance (bare metal)"],
];

async function getProducts(
  region: string,
  progress: ClientOptions["progress"],
): Promise<readonly string[]> {
  const { PricingClient, paginateGetProducts } = await import("@aws-sdk/client-pricing");
  const client = new PricingClient({ region: pricingRegionOf(region), ...patience() });
  const found: string[] = [];
  for (const [tenancy, productFamily] of families) {
    const seen = tokensOf(region, iamActions.prices);
    const fields = { ...productFilters, productFamily, regionCode: region, tenancy };
    const Filters: Filter[] = Object.entries(fields).map(([Field, Value]) => ({
      Type: "TERM_MATCH",
      Field,
      Value,
    }));
    // The Pricing API allows at most 100 per page.
    for await (const page of paginateGetProducts(
      { client, pageSize: 100 },
      { ServiceCode: "AmazonEC2", Filters, FormatVersion: "aws_v1" },
    )) {
      // The SDK wraps each text in an object.
      for (const text of (page.PriceList ?? []) as readonly unknown[]) found.push(String(text));
      seen(page.NextToken);
      progress(`${region}: ${found.length} prices`);
    }
  }
  return found;
}

/**
 * The Pricing API has endpoints in a few regions, and each answers for all regions. This is the nearest, as in Karpenter.
 * https://docs.aws.amazon.com/general/latest/gr/billing.html
 */
function pricingRegionOf(region: string): string {
  if (region.startsWith("ap-")) return "ap-south-1";
  return region.startsWith("eu-") ? "eu-central-1" : "us-east-1";
}

/** More attempts than the SDK's default, because AWS throttles often; a connection that is silent for a minute is given up. */
function patience(): {
  readonly maxAttempts?: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly socketTimeout: number };
} {
  const requestHandler = { connectionTimeout: 10_000, socketTimeout: 60_000 };
  const isSet = (process.env["AWS_MAX_ATTEMPTS"] ?? "") !== "";
  return isSet ? { requestHandler } : { maxAttempts: 8, requestHandler };
}

function present(value: string | undefined, problem: string): string {
  if (value === undefined || value === "") {
    throw new AwsFailure(`${problem}; nothing was written; run again`);
  }
  return value;
}

/** Throws when a page names a next page that was already read, because reading would never end. */
function tokensOf(region: string, action: string): (token: string | undefined) => void {
  const seen = new Set<string>();
  return (token) => {
    if (token === undefined || token === "") return;
    if (seen.has(token)) {
      throw new AwsFailure(
        `${region}: ${action} names the same next page twice; nothing was written; run again`,
      );
    }
    seen.add(token);
  };
}
