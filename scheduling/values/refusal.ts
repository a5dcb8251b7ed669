import type { Fault } from "./fault";

/** Whether the API server refuses an object with these faults. Nothing else can then be said of it. */
export function isRefused(faults: readonly Fault[]): boolean {
  return faults.some(({ apiServer }) => apiServer === undefined);
}
