/**
 * Why the API server refuses a pod because of the resources that its containers ask for.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go#L7237
 */

import { isExtendedResource } from "../../scheduling/taints/extended-resource-toleration";
import { rendered, valueAt, type Fault, type FaultPath } from "../../scheduling/values/fault";
import { parseQuantity } from "../../scheduling/values/quantity";

/** Faults with paths from the pod. Takes any value. */
export function podFaults(pod: unknown): readonly Fault[] {
  return ["initContainers", "containers"].flatMap((list) => {
    const containers = valueAt(pod, ["spec", list]);
    return (Array.isArray(containers) ? containers : []).flatMap((_, index) => {
      const path = ["spec", list, index, "resources"];
      return containerFaults(valueAt(pod, path), path);
    });
  });
}

function containerFaults(resources: unknown, path: FaultPath): readonly Fault[] {
  const requests = amountsOf(valueAt(resources, ["requests"]));
  const limits = amountsOf(valueAt(resources, ["limits"]));
  return [...new Set([...Object.keys(requests), ...Object.keys(limits)])].flatMap((resource) =>
    isWholeOnly(resource)
      ? deviceFaults(resource, requests[resource], limits[resource], path)
      : overFaults(resource, requests[resource], limits[resource], path),
  );
}

/** Extended resources cannot be overcommitted, and huge pages neither. */
function isWholeOnly(resource: string): boolean {
  return isExtendedResource(resource) || resource.startsWith("hugepages-");
}

function deviceFaults(
  resource: string,
  request: Amount | undefined,
  limit: Amount | undefined,
  path: FaultPath,
): readonly Fault[] {
  if (limit === undefined) {
    const fix = `write the same amount under limits`;
    return [{ path: [...path, "limits", resource], problem: "is missing", fix }];
  }
  const fraction = [
    { list: "requests", amount: request },
    { list: "limits", amount: limit },
  ].find(({ amount }) => amount?.value !== undefined && !Number.isInteger(amount.value));
  if (fraction !== undefined && isExtendedResource(resource)) {
    const got = rendered(fraction.amount?.written);
    const expected = "a whole number of devices";
    return [
      { path: [...path, fraction.list, resource], problem: "is no whole number", got, expected },
    ];
  }
  if (request === undefined || request.value === limit.value) return [];
  return [
    {
      path: [...path, "requests", resource],
      problem: "differs from the limit",
      got: `${rendered(request.written)} and ${rendered(limit.written)}`,
      expected: "the same amount in both",
    },
  ];
}

function overFaults(
  resource: string,
  request: Amount | undefined,
  limit: Amount | undefined,
  path: FaultPath,
): readonly Fault[] {
  if (request?.value === undefined || limit?.value === undefined) return [];
  if (request.value <= limit.value) return [];
  return [
    {
      path: [...path, "requests", resource],
      problem: "is more than the limit",
      got: `${rendered(request.written)} and ${rendered(limit.written)}`,
      expected: "at most the limit",
    },
  ];
}

interface Amount {
  readonly written: unknown;
  /** In base units; undefined for what is no quantity. */
  readonly value: number | undefined;
}

function amountsOf(record: unknown): Readonly<Record<string, Amount>> {
  if (typeof record !== "object" || record === null) return {};
  return Object.fromEntries(
    Object.entries(record).map(([resource, written]: [string, unknown]) => [
      resource,
      {
        written,
        value:
          typeof written === "string" || typeof written === "number"
            ? parseQuantity(written)
            : undefined,
      },
    ]),
  );
}
