import * as policySdk from "@pulumi/policy";

import type { FaultPath } from "../../scheduling/values/fault";
import { UnknownInTextError } from "./unknown-markers";

/** What the SDK throws when a policy reads a value that is not known at preview. */
export interface UnknownValueError extends Error {
  /** The property's path, outermost first. */
  readonly props: readonly (string | symbol)[];
}

// Exported at run time, but stripped from the SDK's type declarations as internal.
const sdk = policySdk as unknown as {
  readonly UnknownValueError: new (...args: never[]) => UnknownValueError;
  readonly unknownCheckingProxy: (value: unknown) => unknown;
};

/** Whether an error is the SDK's "cannot be known during preview". */
export function isUnknownValueError(error: unknown): error is UnknownValueError {
  return error instanceof sdk.UnknownValueError;
}

/** A value that throws when an unknown value below it is read, with the path from here. */
export function checkingUnknowns(value: unknown): unknown {
  return sdk.unknownCheckingProxy(value);
}

/** The plain value behind {@link checkingUnknowns}; any other value as it is. Unknown values are markers in it. */
export function withoutChecks(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return (value as Readonly<Record<string, unknown>>)[plainValueKey] ?? value;
}

/**
 * The property by which the SDK's proxy gives its target.
 * https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts
 */
const plainValueKey = "__getSpecialProxyTarget";

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
