/**
 * Labels, allocatable resources and us-east-1 prices of the instance types: the long form and its compact form,
 * scheduling/catalogue/data/instance-types.json.
 *
 * The long form is one JSON object:
 *   source.labelsAndAllocatable       where labels and resources come from
 *   source.onDemandUsdPerHourUsEast1  where prices come from, with a date YYYY-MM-DD in it
 *   instanceTypes.<name>              {labels: {key: text}, allocatable: {resource: text},
 *                                      onDemandUsdPerHourUsEast1?: number}
 * It has the labels and the resources that Karpenter's documentation lists for a type.
 */

import { z } from "zod";
import { compactColumn, type CompactCatalogue } from "../../scheduling/catalogue/compact-catalogue";
import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../../scheduling/requirements/labels";
import { pathText } from "../../scheduling/values/fault";
import { compacted, dateOf, datedSource, type Compacted } from "./long-form";

/** Commas and spaces separate values and rows in the stored form. */
const cell = z.string().regex(/^[^,\s]*$/, "may hold neither commas nor spaces");

const longFormSchema = z.strictObject({
  source: z.strictObject({
    labelsAndAllocatable: z.string().min(1),
    onDemandUsdPerHourUsEast1: datedSource,
  }),
  instanceTypes: z
    .record(
      z.string(),
      z.strictObject({
        labels: z.record(z.string(), cell),
        allocatable: z.record(z.string(), cell),
        onDemandUsdPerHourUsEast1: z.number().positive().optional(),
      }),
    )
    .refine((types) => Object.keys(types).length > 0, "must hold at least one instance type"),
});

type LongForm = z.infer<typeof longFormSchema>;
type LongType = LongForm["instanceTypes"][string];

/** The text of the data file, or every fault of the long form. */
export function compactTypesText(longForm: unknown): Compacted {
  const faultsOf = ({ instanceTypes }: LongForm): readonly string[] =>
    Object.entries(instanceTypes).flatMap(nameFaults);
  return compacted({ schema: longFormSchema, faultsOf, compact: compactForm }, longForm);
}

function nameFaults([name, { labels }]: [string, LongType]): string[] {
  const expected: readonly [string, string | undefined][] = [
    [instanceTypeLabelKey, name],
    [instanceFamilyLabelKey, name.split(".", 2)[0]],
    [instanceSizeLabelKey, name.slice(name.indexOf(".") + 1)],
  ];
  return expected.flatMap(([key, value]) =>
    labels[key] === value
      ? []
      : [
          `${pathText(["instanceTypes", name, "labels", key])}: does not agree with the name, got ` +
            `${JSON.stringify(labels[key]) ?? "nothing"}; expected "${value}"`,
        ],
  );
}

function compactForm({ source, instanceTypes }: LongForm): CompactCatalogue {
  const types = Object.keys(instanceTypes)
    .sort()
    .map((name) => instanceTypes[name])
    .filter((type) => type !== undefined);
  const columnsOf = (property: "labels" | "allocatable"): CompactCatalogue["labels"] => {
    const keys = new Set(types.flatMap((type) => Object.keys(type[property])));
    keys.delete(instanceTypeLabelKey);
    return Object.fromEntries(
      [...keys].sort().map((key) => [key, compactColumn(types.map((type) => type[property][key]))]),
    );
  };
  const prices = types.map(({ onDemandUsdPerHourUsEast1: price }) =>
    price === undefined ? undefined : String(price),
  );
  return {
    source: {
      ...source,
      priceDate: dateOf(source.onDemandUsdPerHourUsEast1),
    },
    count: types.length,
    labels: columnsOf("labels"),
    allocatable: columnsOf("allocatable"),
    onDemandUsdPerHour: compactColumn(prices),
  };
}
