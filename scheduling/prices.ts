/** What a node costs, for sums in reports. Karpenter's own prices come from the account. */

import { catalogueSource, instanceType } from "./instance-catalogue";

export interface OnDemandPrice {
  readonly usdPerHour: number;
  /** The only region that the static table covers. Elsewhere prices differ, mostly upwards. */
  readonly region: "us-east-1";
  /** The day on which the table was generated: `YYYY-MM-DD`. */
  readonly date: string;
}

/** The on-demand price of an instance type, or undefined for one that is unknown or not priced. */
export function onDemandPrice(typeName: string): OnDemandPrice | undefined {
  const usdPerHour = instanceType(typeName)?.onDemandUsdPerHour;
  if (usdPerHour === undefined) return undefined;
  return { usdPerHour, region: "us-east-1", date: catalogueSource.date };
}
