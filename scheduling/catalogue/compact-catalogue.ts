/**
 * The form in which the instance catalogue is stored: one column per label and resource instead of
 * one object per type. All text, so that neither formatter nor diff blows it up.
 */

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
