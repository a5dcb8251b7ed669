/**
 * Makes scheduling/catalogue/data/instance-types.json.
 *
 *   npx tsx commands/catalogue/compact.ts <path to the long form>
 *
 * The long form is one JSON object:
 *   source.labelsAndAllocatable       where labels and resources come from
 *   source.onDemandUsdPerHourUsEast1  where prices come from, with a date YYYY-MM-DD in it
 *   instanceTypes.<name>              {labels: {key: text}, allocatable: {resource: text},
 *                                      onDemandUsdPerHourUsEast1?: number}
 * with the labels that Karpenter's documentation gives a type and the resources it lists.
 *
 * Exit codes: 0 written, 1 input refused, 2 internal failure.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { compactColumn, type CompactCatalogue } from "../../scheduling/catalogue/compact-catalogue";
import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../../scheduling/requirements/labels";

/** Commas and spaces separate values and rows in the stored form. */
const text = z.string().regex(/^[^,\s]*$/, "may hold neither commas nor spaces");

const longFormSchema = z.strictObject({
  source: z.strictObject({
    labelsAndAllocatable: z.string().min(1),
    onDemandUsdPerHourUsEast1: z.string().regex(/\d{4}-\d{2}-\d{2}/, "must hold a date YYYY-MM-DD"),
  }),
  instanceTypes: z
    .record(
      z.string(),
      z.strictObject({
        labels: z.record(z.string(), text),
        allocatable: z.record(z.string(), text),
        onDemandUsdPerHourUsEast1: z.number().positive().optional(),
      }),
    )
    .refine((types) => Object.keys(types).length > 0, "must hold at least one instance type"),
});

type LongForm = z.infer<typeof longFormSchema>;
type LongType = LongForm["instanceTypes"][string];

/** The text of the data file, or every fault of the long form. The same input gives the same text. */
export function compactText(longForm: unknown): { text: string } | { faults: string[] } {
  const parsed = longFormSchema.safeParse(longForm);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    };
  }
  const faults = Object.entries(parsed.data.instanceTypes).flatMap(nameFaults);
  if (faults.length > 0) return { faults };
  return { text: `${JSON.stringify(compactForm(parsed.data), null, 2)}\n` };
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
          `instanceTypes.${name}.labels.${key}: does not agree with the name, got ` +
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
      priceDate: /\d{4}-\d{2}-\d{2}/.exec(source.onDemandUsdPerHourUsEast1)?.[0] ?? "",
    },
    count: types.length,
    labels: columnsOf("labels"),
    allocatable: columnsOf("allocatable"),
    onDemandUsdPerHour: compactColumn(prices),
  };
}

const dataFile = join(
  __dirname,
  "..",
  "..",
  "scheduling",
  "catalogue",
  "data",
  "instance-types.json",
);
const maxFaultsShown = 20;

/** Runs the command and returns its exit code. */
export function run(args: readonly string[]): number {
  const [path] = args;
  if (path === undefined || args.length > 1) {
    process.stderr.write("usage: npx tsx commands/catalogue/compact.ts <path to the long form>\n");
    return 1;
  }
  const read = readJson(path);
  const result = "faults" in read ? read : compactText(read.value);
  if ("faults" in result) {
    const more = result.faults.length - maxFaultsShown;
    const lines = result.faults.slice(0, maxFaultsShown).map((fault) => `${path}: ${fault}\n`);
    if (more > 0) lines.push(`${path}: and ${more} more faults\n`);
    process.stderr.write(lines.join(""));
    return 1;
  }
  writeFileSync(dataFile, result.text);
  process.stdout.write(`wrote ${relative(process.cwd(), dataFile)}, ${result.text.length} bytes\n`);
  return 0;
}

function readJson(path: string): { value: unknown } | { faults: string[] } {
  try {
    return { value: JSON.parse(readFileSync(path, "utf8")) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { faults: [`cannot be read as JSON: ${reason}`] };
  }
}

if (require.main === module) {
  process.exitCode = run(process.argv.slice(2));
}
