/** The first and last lines of the report, in every format. */

import { priceBasisText } from "../../answers/limits/price-basis";
import { counted, dollars, listed } from "../../../scheduling/values/wording";
import type { ReportModel } from "../../model";

/** `production, us-east-1: us-east-1a, us-east-1b. Times in America/New_York, week of 2026-03-02.` */
export function placeText({ place, week, subject }: ReportModel): string {
  const zones = place.zones.map(({ name, id }) => (id === undefined ? name : `${name} (${id})`));
  const kind = subject.kind === "stack" ? `${subject.environment}, ` : "";
  return `${kind}${place.region}: ${zones.join(", ")}. Times in ${week.timeZone}, week of ${week.monday}.`;
}

/** `9 pools that may launch 887 instance types; at worst $947.70 an hour, $691,820 a month.` */
export function sizeText(model: ReportModel): string {
  const { pools, refused, notChecked } = model;
  const types = counted(typeCount(model), "instance type");
  const refusedPools = refused.filter(
    ({ name, isOnlyStrict }) => isOnlyStrict !== true && name.startsWith("NodePool "),
  ).length;
  const left = [
    ...(refusedPools === 0 ? [] : [`${refusedPools} refused`]),
    ...(notChecked.length === 0 ? [] : [`${notChecked.length} not checked`]),
  ];
  const beside = left.length === 0 ? "" : ` (${left.join(", ")})`;
  return `${counted(pools.length, "pool")}${beside} that may launch ${types}; ${worstText(model)}.`;
}

function worstText({ pools, cost }: ReportModel): string {
  const { unbounded, usdPerHour, usdPerMonth } = cost;
  const sum = `at worst ${dollars(usdPerHour)} an hour, ${dollars(usdPerMonth)} a month`;
  if (unbounded.length === 0) return sum;
  const nodes = pools.flatMap(({ cost: own }) =>
    own.kind === "unbounded" ? (own.dearest ?? []) : [],
  );
  const [first, ...rest] = nodes;
  const dearest = first && rest.reduce((a, b) => (b.usdPerHour > a.usdPerHour ? b : a), first);
  const single =
    dearest === undefined
      ? ""
      : `; one node of the largest type, ${dearest.type}, costs ${dollars(dearest.usdPerHour)} an hour`;
  return unbounded.length === pools.length
    ? `no upper bound of the costs${single}`
    : `${sum}, without ${listed(unbounded)}, which ${unbounded.length === 1 ? "has" : "have"} no upper bound${single}`;
}

/** `on-demand prices of us-east-1, 2026-07-20`. */
export function pricesText({ cost, place }: ReportModel): string {
  return cost.prices.length === 0 ? "no price is known" : priceBasisText(cost.prices, place.region);
}

/** Distinct instance types of all pools. */
export function typeCount({ pools }: ReportModel): number {
  return new Set(pools.flatMap(({ launchable }) => launchable.types.map(({ name }) => name))).size;
}

/** `Made from stacks/Pulumi.dev-us-west-2.yaml, Karpenter 1.15.2.` */
export function originText({ subject, sources }: ReportModel): string {
  const from = subject.kind === "stack" ? subject.file : listed(subject.files);
  const karpenter = sources.find(({ what }) => what === "Scheduling");
  return `Made from ${from}${karpenter === undefined ? "" : `, with Karpenter ${karpenter.as}`}.`;
}
