/** The AWS resource types that the sandbox knows. Any other type is refused. */
import { computeRows } from "./ec2-compute";
import { networkRows } from "./ec2-network";
import { reservationRows } from "./ec2-reservations";
import { eksRows } from "./eks";
import { iamRows } from "./iam";
import { interruptionRows } from "./interruption";
import { kmsRows } from "./kms";
import type { Row } from "./row";

export const awsTable: readonly Row[] = [
  ...networkRows,
  ...computeRows,
  ...reservationRows,
  ...kmsRows,
  ...iamRows,
  ...eksRows,
  ...interruptionRows,
];

const byType = new Map(awsTable.map((row) => [row.type, row]));

/** The row of a type. Throws with advice when there is none. */
export function rowOf(type: string): Row {
  const row = byType.get(type);
  if (row !== undefined) return row;
  throw new Error(
    `${type}: the sandbox does not know this resource type; expected one of the ${byType.size} types in sandbox/providers/aws/table.ts; add a row there to use it`,
  );
}
