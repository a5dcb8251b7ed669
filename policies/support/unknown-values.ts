import * as policySdk from "@pulumi/policy";

import type { FaultPath } from "../../scheduling/values/fault";
import { UnknownInTextError } from "./unknown-markers";

/** What the SDK throws when a policy reads a value that is not known at preview. */
export interface UnknownValueError extends Error {
  /** The property's path, outermost first. */
  readonly props: readonly (string | symbol)[];
}

// The class is exported at run time, but stripped from the SDK's type declarations as internal.
const sdkUnknownValueError = (
  policySdk as unknown as { UnknownValueError: new (...args: never[]) => UnknownValueError }
).UnknownValueError;

/** Whether an error is the SDK's "cannot be known during preview". */
export function isUnknownValueError(error: unknown): error is UnknownValueError {
  return error instanceof sdkUnknownValueError;
}

/** The path of the unknown value that an error is about; undefined for any other error. */
export function unknownPath(error: unknown): FaultPath | undefined {
  if (error instanceof UnknownInTextError) return error.path;
  if (isUnknownValueError(error)) return error.props.map(keyOf);
  return undefined;
}

/** The SDK names places of a list by text. */
function keyOf(step: string | symbol): string | number {
  const text = String(step);
  return /^\d+$/.test(text) ? Number(text) : text;
}
