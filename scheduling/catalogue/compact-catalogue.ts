/**
 * The form in which the instance catalogue is stored: one column per label and resource instead of
 * one object per type. All text, so that neither formatter nor diff blows it up.
 */

import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../requirements/labels";
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
  const prices = new Map<number, number>();
  eachRow(compact.onDemandUsdPerHour, (price, row) => prices.set(row, Number(price)));
  return labels.map((own, row) => {
    const name = `${own[instanceFamilyLabelKey]}.${own[instanceSizeLabelKey]}`;
    own[instanceTypeLabelKey] = name;
    const onDemandUsdPerHour = prices.get(row);
    const type = { name, labels: own, allocatable: allocatable[row] ?? {} };
    return onDemandUsdPerHour === undefined ? type : { ...type, onDemandUsdPerHour };
  });
}

/** The stored form of one property, given per type; undefined where a type lacks it. */
export function compactColumn(rows: readonly (string | undefined)[]): CompactColumn {
  const values = [...new Set(rows.filter((value) => value !== undefined))].sort();
  const indexByValue = new Map(values.map((value, index) => [value, String(index)]));
  const tokens: string[] = [];
  for (let row = 0; row < rows.length;) {
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
  eachRow(column, (value, row) => {
    const record = records[row];
    if (record !== undefined) record[key] = value;
  });
}

/** Calls back for each row that has a value. */
export function eachRow(column: CompactColumn, visit: (value: string, row: number) => void): void {
  const values = column.values.split(",");
  let row = 0;
  for (const token of column.rows.split(" ")) {
    const cross = token.indexOf("x");
    const end = row + (cross < 0 ? 1 : Number(token.slice(cross + 1)));
    const value = token.startsWith("-") ? undefined : values[Number.parseInt(token, 10)];
    if (value !== undefined) {
      for (let at = row; at < end; at += 1) visit(value, at);
    }
    row = end;
  }
}
