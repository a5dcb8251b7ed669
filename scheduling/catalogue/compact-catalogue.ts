/**
 * The format in which the instance catalogue is stored: one column for each label and resource, instead
 * of one object for each type. Columns are text, so that the file stays small after formatting.
 */

/** One property of all types, in the order of their names. */
export interface CompactColumn {
  /** The values, each once, separated by commas: `amd64,arm64`. */
  readonly values: string;
  /**
   * For each type the index of its value, or `-` for no value. `x<n>` repeats an entry: `0x3 1 -x2`.
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
  /** By label key, without the label of the instance type itself, which is `<family>.<size>`. */
  readonly labels: Readonly<Record<string, CompactColumn>>;
  /** By resource name. */
  readonly allocatable: Readonly<Record<string, CompactColumn>>;
  readonly onDemandUsdPerHour: CompactColumn;
}

/** Stores one property. `rows` holds its value for each type; undefined where a type does not have it. */
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

/** Calls `visit` for each row that has a value. */
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
