/**
 * The stand-in for Kubernetes: core objects, Helm releases, and the custom resources whose kinds the releases bring.
 *
 * While the kubeconfig is not known yet, the engine itself answers for the provider: check returns the inputs, and the
 * outputs of a preview are empty. Nothing here has to handle this case.
 */
import { nameOf } from "../../../command-line/urn";
import { changedInputs } from "../changed-inputs";
import type { Cloud } from "../cloud";
import {
  type ClusterContents,
  type KubernetesObject,
  objectKey,
  type Properties,
} from "../cloud-state";
import type {
  CheckAnswer,
  CheckRequest,
  CreateRequest,
  DiffRequest,
  Difference,
  ExistingRequest,
  ReadAnswer,
  ResourceRequest,
  StandIn,
  UpdateRequest,
} from "../stand-in";
import { diffProviderConfig, endpointOf } from "./kubeconfig";
import {
  accepted,
  hasKind,
  namedObject,
  objectFailures,
  objectId,
  objectOutputs,
  refuseDelete,
  refuseUnknownKind,
  replacingFields,
} from "./objects";
import {
  installDefinitions,
  namedRelease,
  refuseInstall,
  releaseFailures,
  releaseId,
  releaseOutputs,
  releaseType,
  uninstallDefinitions,
} from "./release";

export class KubernetesStandIn implements StandIn {
  readonly version = "4.34.2";
  /** The API server of each provider resource; undefined when its kubeconfig names none. */
  private readonly endpoints = new Map<string, string | undefined>();

  constructor(private readonly cloud: Cloud) {}

  configure(connection: string, config: Properties): void {
    this.endpoints.set(connection, endpointOf(config));
  }

  diffConfig(oldInputs: Properties, newInputs: Properties): Difference {
    return diffProviderConfig(oldInputs, newInputs);
  }

  check({ urn, type, oldInputs, newInputs }: CheckRequest): CheckAnswer {
    refuseUnknownKind(type);
    if (type === releaseType) {
      const inputs = namedRelease(nameOf(urn), oldInputs, newInputs);
      return { inputs, failures: releaseFailures(inputs) };
    }
    const inputs = namedObject(type, urn, oldInputs, newInputs);
    return { inputs, failures: objectFailures(type, inputs) };
  }

  /**
   * A replaced object is deleted first if the new one has the same name. The real provider never does that for a
   * release.
   * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/provider/provider.go#L1643-L1657
   * Only `.name` and `.namespace` replace a release. Its chart, version and values do not.
   * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/provider/helm_release.go#L907
   */
  diff({ type, oldInputs, newInputs }: DiffRequest): Difference {
    const changed = changedInputs(oldInputs, newInputs);
    if (type === releaseType) {
      const replaces = changed.filter((name) => name === "name" || name === "namespace");
      return { changed, replaces, deleteBeforeReplace: false };
    }
    const replaces = replacingFields(type, oldInputs, newInputs);
    const samePlace = objectId(type, oldInputs) === objectId(type, newInputs);
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && samePlace };
  }

  create(request: CreateRequest): { id: string; outputs: Properties } {
    const { urn, type, inputs, preview } = request;
    refuseUnknownKind(type);
    if (preview) return { id: "", outputs: this.previewed(request, undefined) };
    const contents = this.contents(request);
    const id = type === releaseType ? releaseId(inputs) : objectId(type, inputs);
    const other = contents.objects[objectKey(type, id)];
    if (other !== undefined) {
      throw new Error(
        `${type} ${id}: already exists, made for ${other.urn ?? "the cluster by Kubernetes itself"}`,
      );
    }
    const object = {
      type,
      id,
      urn,
      inputs,
      outputs: this.stored(contents, request, id, undefined, 1),
    };
    this.write(request, object);
    return { id, outputs: object.outputs };
  }

  read(request: ExistingRequest): ReadAnswer | undefined {
    const object = this.contents(request).objects[objectKey(request.type, request.id)];
    return object === undefined ? undefined : { inputs: object.inputs, outputs: object.outputs };
  }

  update(request: UpdateRequest): { outputs: Properties } {
    const { urn, type, id, inputs, preview } = request;
    if (preview) return { outputs: this.previewed(request, request.oldOutputs) };
    const contents = this.contents(request);
    const before = contents.objects[objectKey(type, id)];
    if (before === undefined)
      throw new Error(`${type} ${id}: is not there any more; run a refresh, then it is made again`);
    const revision = revisionOf(before) + 1;
    const object = {
      type,
      id,
      urn,
      inputs,
      outputs: this.stored(contents, request, id, before.outputs, revision),
    };
    this.write(request, object);
    return { outputs: object.outputs };
  }

  /** A missing object counts as deleted, as in the real provider. */
  delete(request: ExistingRequest): void {
    const { type, id } = request;
    const object = this.contents(request).objects[objectKey(type, id)];
    if (object === undefined) return;
    refuseDelete(this.contents(request), object);
    this.cloud.changeCluster(this.endpoint(request), (contents) => {
      if (type === releaseType) uninstallDefinitions(contents, id);
      delete contents.objects[objectKey(type, id)];
    });
  }

  invoke(_connection: string, token: string): Properties {
    throw new Error(`${token}: the sandbox answers no function of the kubernetes package`);
  }

  private previewed(
    request: CreateRequest | UpdateRequest,
    before: Properties | undefined,
  ): Properties {
    const { urn, type, inputs } = request;
    if (type === releaseType) return releaseOutputs(inputs, undefined);
    const contents = this.cloud.cluster(this.endpoints.get(request.connection) ?? "");
    const known = contents !== undefined && hasKind(contents, type);
    return objectOutputs(urn, known ? accepted(contents, type, inputs, before) : inputs, undefined);
  }

  private stored(
    contents: ClusterContents,
    { urn, type, inputs }: CreateRequest | UpdateRequest,
    id: string,
    before: Properties | undefined,
    revision: number,
  ): Properties {
    if (type !== releaseType)
      return objectOutputs(urn, accepted(contents, type, inputs, before), revision);
    refuseInstall(contents, id, inputs);
    return releaseOutputs(inputs, revision);
  }

  private write(request: ResourceRequest, object: KubernetesObject): void {
    this.cloud.changeCluster(this.endpoint(request), (contents) => {
      contents.objects[objectKey(object.type, object.id)] = object;
      if (object.type === releaseType) installDefinitions(contents, object.id, object.inputs);
    });
  }

  private contents(request: ResourceRequest): ClusterContents {
    const contents = this.cloud.cluster(this.endpoint(request));
    if (contents !== undefined) return contents;
    throw new Error(
      `configured Kubernetes cluster is unreachable: the sandbox has no cluster at ${this.endpoint(request)}; make it with eks.Cluster and take its kubeconfig`,
    );
  }

  private endpoint({ connection }: ResourceRequest): string {
    const configured = this.endpoints.has(connection)
      ? this.endpoints.get(connection)
      : [...this.endpoints.values()].at(-1);
    return configured ?? "(the kubeconfig names no cluster)";
  }
}

function revisionOf({ type, outputs }: KubernetesObject): number {
  const place = (type === releaseType ? outputs.status : outputs.metadata) as Properties;
  return Number(place[type === releaseType ? "revision" : "generation"]);
}
