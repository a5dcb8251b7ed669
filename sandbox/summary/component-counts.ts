import type { StateResource } from "../engine/checkpoint";

/** The number of resources under the components of one type. */
export interface ComponentCount {
  /** Last part of the component's type: `Network`. */
  readonly component: string;
  /** The number of such components. */
  readonly instances: number;
  /** The number of resources below them. */
  readonly resources: number;
}

const ownTypes = "accelerator-platform:";
const elsewhere = "outside of components";

/**
 * Counts resources by the outermost component of this project that they belong to, in the order in which the components
 * were made. Providers are not resources of the platform and do not count.
 */
export function componentCounts(resources: readonly StateResource[]): readonly ComponentCount[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const counts = new Map<string, { owners: Set<string>; resources: number }>();
  for (const resource of resources) {
    if (resource.custom !== true || resource.type.startsWith("pulumi:providers:")) continue;
    const owner = outermostComponent(resource, byUrn);
    const component = owner?.type.split(":").at(-1) ?? elsewhere;
    const count = counts.get(component) ?? { owners: new Set<string>(), resources: 0 };
    if (owner !== undefined) count.owners.add(owner.urn);
    counts.set(component, { owners: count.owners, resources: count.resources + 1 });
  }
  return [...counts].map(([component, count]) => ({
    component,
    instances: count.owners.size,
    resources: count.resources,
  }));
}

function outermostComponent(
  resource: StateResource,
  byUrn: ReadonlyMap<string, StateResource>,
): StateResource | undefined {
  let found: StateResource | undefined;
  let current: StateResource | undefined = resource;
  while (current !== undefined) {
    if (current.type.startsWith(ownTypes)) found = current;
    current = current.parent === undefined ? undefined : byUrn.get(current.parent);
  }
  return found;
}
