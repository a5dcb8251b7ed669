/**
 * The operators of a NodePool's requirements and of a pod's node affinity. A node affinity knows
 * neither `Gte` nor `Lte`.
 */
export type Operator = (typeof operators)[number];

export const operators = [
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
  "Gt",
  "Lt",
  "Gte",
  "Lte",
] as const;

/** Whether the operator compares a label with one whole number. Takes anything. */
export function isComparison(operator: unknown): operator is Operator {
  return comparisons.some((comparison) => comparison === operator);
}

export function isOperator(operator: unknown): operator is Operator {
  return operators.some((known) => known === operator);
}

const comparisons: readonly Operator[] = ["Gt", "Lt", "Gte", "Lte"];
