/** What the real provider reads from a kubeconfig: the cluster, and the consequence of a change. */
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { changedInputs } from "../changed-inputs";
import type { Properties } from "../cloud-state";
import { type Difference, unknown } from "../stand-in";

interface NamedCluster {
  readonly name?: string;
  readonly cluster?: { readonly server?: string };
}

interface Kubeconfig {
  readonly clusters?: readonly NamedCluster[];
  readonly contexts?: readonly {
    readonly name?: string;
    readonly context?: { readonly cluster?: string };
  }[];
  readonly "current-context"?: string;
}

/** The API server of a provider with this configuration; undefined when it names none. */
export function endpointOf(config: Properties): string | undefined {
  return activeCluster(config)?.cluster?.server;
}

/**
 * The rule of the real provider. With an unchanged `clusterIdentifier`, nothing replaces the provider. A changed one
 * replaces it. Without one, a change of the active cluster in the kubeconfig replaces it, and so does an active cluster
 * that is not known yet. If the provider is replaced, every resource of it is replaced too.
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/provider/provider.go#L454-L569
 */
export function diffProviderConfig(oldInputs: Properties, newInputs: Properties): Difference {
  const changed = changedInputs(oldInputs, newInputs);
  return {
    changed,
    replaces: replacing(oldInputs, newInputs, changed),
    deleteBeforeReplace: false,
  };
}

function replacing(
  oldInputs: Properties,
  newInputs: Properties,
  changed: readonly string[],
): string[] {
  const before = oldInputs.clusterIdentifier;
  const after = newInputs.clusterIdentifier;
  if (after !== undefined && isDeepStrictEqual(before, after)) return [];
  const identified = before !== undefined && after !== undefined ? ["clusterIdentifier"] : [];
  const notKnown = clusterKeys.find((key) => newInputs[key] === unknown);
  if (notKnown !== undefined) return [...identified, notKnown];
  const renders = changed.filter((key) => key === "renderYamlToDirectory");
  const oldCluster = activeCluster(oldInputs);
  const newCluster = activeCluster(newInputs);
  const moved =
    oldCluster !== undefined &&
    newCluster !== undefined &&
    !isDeepStrictEqual(oldCluster, newCluster);
  const movers = moved ? clusterKeys.filter((key) => changed.includes(key)) : [];
  return [...identified, ...renders, ...movers];
}

const clusterKeys = ["kubeconfig", "context", "cluster"];

function activeCluster(config: Properties): NamedCluster | undefined {
  const kubeconfig = parsed(config.kubeconfig);
  if (kubeconfig === undefined) return undefined;
  const contextName = config.context ?? kubeconfig["current-context"];
  const context = kubeconfig.contexts?.find(({ name }) => name === contextName);
  const clusterName = config.cluster ?? context?.context?.cluster;
  return kubeconfig.clusters?.find(({ name }) => name === clusterName);
}

function parsed(value: unknown): Kubeconfig | undefined {
  if (typeof value === "object" && value !== null) return value;
  if (typeof value !== "string" || value === "" || value === unknown) return undefined;
  try {
    const content: unknown = parse(value);
    return typeof content === "object" && content !== null ? content : undefined;
  } catch {
    // For the real provider, an unreadable kubeconfig means a cluster that cannot be reached.
    return undefined;
  }
}
