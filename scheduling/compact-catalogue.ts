/**
 * The form in which the instance catalogue is stored: one column per label and resource instead of
 * one object per type. All text, so that neither formatter nor diff blows it up.
 */

import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "./labels";
import type { InstanceType } from "./instance-catalogue";

/** One property over all types, in the order of their names. */
export interface CompactColumn {
  /** The distinct values, separated by commas: `amd64,arm64`. */
  readonly values: string;
  /**
   * Per type the index of its value, or `-` for none; `x<n>` repeats: `0x3 1 -x2`. The types are
   * those of the column of names.
   */
  readonly rows: string;
}

export interface CompactCatalogue {
  readonly source: {
    readonly labelsAndAllocatable: string;
    readonly onDemandUsdPerHourUsEast1: string;
    /** `YYYY-MM-DD` */
    readonly priceDate: string;
  };
  readonly count: number;
  /** By label key. The instance type's own label is left out: it is `<family>.<size>`. */
  readonly labels: Readonly<Record<string, CompactColumn>>;
  /** By resource name. */
  readonly allocatable: Readonly<Record<string, CompactColumn>>;
  readonly onDemandUsdPerHour: CompactColumn;
}

/** Every instance type of the stored form, in its order. */
export function expandCatalogue(compact: CompactCatalogue): InstanceType[] {
  const { count } = compact;
  const labels = emptyRecords(count);
  const allocatable = emptyRecords(count);
  for (const [key, column] of Object.entries(compact.labels)) fill(labels, key, column);
  for (const [key, column] of Object.entries(compact.allocatable)) fill(allocatable, key, column);
  const prices = [...rowsOf(compact.onDemandUsdPerHour)];
  return labels.map((own, row) => {
    const name = `${own[instanceFamilyLabelKey]}.${own[instanceSizeLabelKey]}`;
    own[instanceTypeLabelKey] = name;
    const price = prices[row];
    const type = { name, labels: own, allocatable: allocatable[row] ?? {} };
    return price === undefined ? type : { ...type, onDemandUsdPerHour: Number(price) };
  });
}

/** The stored form of one property, given per type; undefined where a type lacks it. */
export function compactColumn(rows: readonly (string | undefined)[]): CompactColumn {
  const values = [...new Set(rows.filter((value) => value !== undefined))].sort();
  const indexByValue = new Map(values.map((value, index) => [value, String(index)]));
  const tokens: string[] = [];
  for (let row = 0; row < rows.length; ) {
    const value = rows[row];
    let next = row + 1;
    while (next < rows.length && rows[next] === value) next += 1;
    const index = value === undefined ? "-" : indexByValue.get(value);
    tokens.push(next - row === 1 ? `${index}` : `${index}x${next - row}`);
    row = next;
  }
  return { values: values.join(","), rows: tokens.join(" ") };
}

function emptyRecords(count: number): Record<string, string>[] {
  return Array.from({ length: count }, () => ({}));
}

function fill(records: Record<string, string>[], key: string, column: CompactColumn): void {
  let row = 0;
  for (const value of rowsOf(column)) {
    const record = records[row];
    if (value !== undefined && record !== undefined) record[key] = value;
    row += 1;
  }
}

function* rowsOf(column: CompactColumn): Generator<string | undefined> {
  const values = column.values.split(",");
  for (const token of column.rows.split(" ")) {
    const [index = "", repeats = "1"] = token.split("x");
    const value = index === "-" ? undefined : values[Number(index)];
    for (let left = Number(repeats); left > 0; left -= 1) yield value;
  }
}
