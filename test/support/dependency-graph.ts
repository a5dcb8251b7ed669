import { nameOf, type RegisteredResource } from "./registered-resources";

/**
 * Everything a resource waits for when it is made, and outlasts it when it goes, by `type::name`: its
 * dependencies, those of its parents, and all children of a component among them, as the engine sees it
 * (pkg/resource/graph/dependency_graph.go of pulumi/pulumi).
 */
export function outlastedBy(
  resources: readonly RegisteredResource[],
  resource: RegisteredResource,
): ReadonlySet<string> {
  const byName = new Map(resources.map((candidate) => [nameOf(candidate), candidate]));
  const found = new Set<string>();
  const visit = (name: string, isDependency: boolean): void => {
    const current = byName.get(name);
    if (current === undefined || found.has(name)) return;
    found.add(name);
    if (isDependency) childrenOf(resources, name).forEach((child) => visit(nameOf(child), true));
    current.dependencies.forEach((dependency) => visit(dependency, true));
    if (current.parent !== "") visit(current.parent, false);
  };
  resource.dependencies.forEach((dependency) => visit(dependency, true));
  if (resource.parent !== "") visit(resource.parent, false);
  return found;
}

function childrenOf(resources: readonly RegisteredResource[], parent: string) {
  return resources.filter((resource) => resource.parent === parent);
}
