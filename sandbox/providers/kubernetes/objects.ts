/**
 * Kubernetes objects other than releases: their names, the APIs of the cluster, and the objects that a deletion must
 * wait for.
 */
import { nameOf } from "../../../command-line/urn";
import type { ClusterContents, KubernetesObject, Properties } from "../cloud-state";
import { objectKey } from "../cloud-state";
import { hexDigits } from "../digits";
import { type CheckFailure, unknown } from "../stand-in";
import { customKind, nodeClassKey, nodeOverlayKey, nodePoolKey } from "./charts";
import { builtInKind, builtInKinds, customKindKeyOf } from "./definitions";
import { type CrdSchema, schemaFaults, withDefaults } from "./crd-schema";
import nodeClassSchema from "./crds/karpenter.k8s.aws_ec2nodeclasses.json";
import nodeOverlaySchema from "./crds/karpenter.sh_nodeoverlays.json";
import nodePoolSchema from "./crds/karpenter.sh_nodepools.json";
import { namespaceType } from "./initial-objects";
import { apiVersionOf, kindOf, objectsOfKind } from "./kinds";
import { releasesOf, releaseType, valueAt } from "./release";

/** The real provider sets this annotation on an object to which it has given a name. */
const autonamedAnnotation = "pulumi.com/autonamed";

const schemas: Readonly<Record<string, CrdSchema>> = {
  [nodePoolKey]: nodePoolSchema,
  [nodeOverlayKey]: nodeOverlaySchema,
  [nodeClassKey]: nodeClassSchema,
};

/** Throws for a kind that is neither built in nor a custom kind of a known chart. */
export function refuseUnknownKind(type: string): void {
  const key = customKindKeyOf(type);
  if (type === releaseType || builtInKind(type) !== undefined) return;
  if (key !== undefined && customKind(key) !== undefined) return;
  const known = builtInKinds.map((kind) => kind.type).join(", ");
  throw new Error(
    `${type}: the sandbox does not know this kind; expected ${releaseType}, ${known}, or a custom kind of a chart in sandbox/providers/kubernetes/charts.ts; add it there or in definitions.ts`,
  );
}

/** The inputs with the name, kind and namespace that the real provider fills in. */
export function namedObject(
  type: string,
  urn: string,
  oldInputs: Properties | undefined,
  inputs: Properties,
): Properties {
  const metadata = metadataOf(inputs);
  const namespace = isNamespaced(type) ? { namespace: metadata.namespace ?? "default" } : {};
  const typed = { ...inputs, apiVersion: apiVersionOf(type), kind: kindOf(type) };
  if (inputs.metadata === unknown || metadata.name !== undefined)
    return { ...typed, metadata: withMetadata(inputs, namespace) };
  const before = metadataOf(oldInputs ?? {});
  const wasNamed = (before.annotations as Properties | undefined)?.[autonamedAnnotation] === "true";
  const logicalName = nameOf(urn).toLowerCase();
  const name = wasNamed ? before.name : `${logicalName}-${hexDigits(urn, 8)}`;
  const annotations = {
    ...(metadata.annotations as Properties | undefined),
    [autonamedAnnotation]: "true",
  };
  return { ...typed, metadata: { ...metadata, ...namespace, name, annotations } };
}

/** Faults of the inputs: fields that the kind does not have, and names that Kubernetes does not accept. */
export function objectFailures(type: string, inputs: Properties): CheckFailure[] {
  const fields = builtInKind(type)?.fields;
  const strange =
    fields === undefined ? [] : Object.keys(inputs).filter((name) => !fields.includes(name));
  const failures = strange.map((name) => ({
    property: name,
    reason: `field not declared in schema of ${kindOf(type)}; expected one of ${(fields ?? []).join(", ")}`,
  }));
  const { name } = metadataOf(inputs);
  const isName =
    typeof name === "string" && name.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name);
  if (name === unknown || String(name).includes(unknown) || inputs.metadata === unknown || isName)
    return failures;
  const reason = `Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`;
  return [...failures, { property: "metadata.name", reason }];
}

/**
 * The inputs whose change replaces the object: name and namespace of every kind, and nothing else of a custom resource.
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/provider/diff.go#L23-L39
 */
export function replacingFields(
  type: string,
  oldInputs: Properties,
  newInputs: Properties,
): string[] {
  const before = metadataOf(oldInputs);
  const after = metadataOf(newInputs);
  const renamed = ["name", "namespace"]
    .filter((field) => before[field] !== after[field])
    .map((field) => `metadata.${field}`);
  const immutable = (builtInKind(type)?.immutable ?? []).filter(
    (field) => JSON.stringify(oldInputs[field]) !== JSON.stringify(newInputs[field]),
  );
  return [...renamed, ...immutable];
}

export function objectId(type: string, inputs: Properties): string {
  const { name, namespace } = metadataOf(inputs);
  return isNamespaced(type) ? `${String(namespace)}/${String(name)}` : String(name);
}

/**
 * The object as the API server would store it, with its defaults. Throws with all its faults. At an update, `before` is
 * the stored object.
 */
export function accepted(
  contents: ClusterContents,
  type: string,
  inputs: Properties,
  before: Properties | undefined,
): Properties {
  const key = customKindKeyOf(type);
  if (key !== undefined && !(key in contents.definitions)) {
    throw new Error(
      `no matches for kind "${kindOf(type)}" in version "${apiVersionOf(type)}"; ensure the Helm release that brings its CRD is installed first`,
    );
  }
  const { namespace } = metadataOf(inputs);
  if (isNamespaced(type) && !(objectKey(namespaceType, String(namespace)) in contents.objects)) {
    throw new Error(`namespaces "${String(namespace)}" not found`);
  }
  if (key === nodeOverlayKey) refuseUnreadOverlay(contents, inputs);
  const schema = key === undefined ? undefined : schemas[key];
  if (schema === undefined) return inputs;
  const spec = withDefaults(schema, inputs.spec);
  const faults = schemaFaults(schema, spec ?? {}, before?.spec, "spec");
  if (faults.length === 0) return { ...inputs, spec };
  throw new Error(
    `${kindOf(type)}.${apiVersionOf(type)} "${String(metadataOf(inputs).name)}" is invalid: ${faults.join("; ")}`,
  );
}

function refuseUnreadOverlay(contents: ClusterContents, inputs: Properties): void {
  const gate = "settings.featureGates.nodeOverlay";
  const read = releasesOf(contents, "karpenter").some(
    (release) => valueAt(release.inputs.values, gate) === true,
  );
  if (read) return;
  throw new Error(
    `NodeOverlay ${String(metadataOf(inputs).name)} has no effect (emulation, stricter than Kubernetes, which stores it): no release of the chart karpenter has values.${gate}; turn the gate on first`,
  );
}

/**
 * Whether the cluster has the kind. A real provider does not validate the preview of an object whose kind does not
 * exist yet.
 */
export function hasKind(contents: ClusterContents, type: string): boolean {
  const key = customKindKeyOf(type);
  return key === undefined || key in contents.definitions;
}

/** The outputs of a stored object. Only the API server knows `uid` and similar values. */
export function objectOutputs(
  urn: string,
  object: Properties,
  generation: number | undefined,
): Properties {
  const given = (value: unknown): unknown => (generation === undefined ? unknown : value);
  const stored = {
    creationTimestamp: given("2026-01-01T00:00:00Z"),
    generation: given(generation),
    resourceVersion: given(String(generation)),
    uid: given(`${hexDigits(urn, 8)}-${hexDigits(`${urn} uid`, 12)}`),
  };
  return { ...object, metadata: { ...metadataOf(object), ...stored } };
}

/**
 * Throws when the object cannot be deleted yet. Where this emulation is stricter than Kubernetes, the message says so.
 */
export function refuseDelete(contents: ClusterContents, object: KubernetesObject): void {
  const kind = kindOf(object.type);
  if (kind === "Namespace") refuseNamespaceDelete(contents, object);
  if (kind !== "NodePool" && kind !== "EC2NodeClass") return;
  const users = kind === "EC2NodeClass" ? poolsOf(contents, object.id) : [];
  if (users.length > 0) {
    throw new Error(
      `EC2NodeClass ${object.id} is in use (emulation, stricter than Kubernetes: its finalizer would wait until no NodeClaim refers to it): NodePool ${users.join(", ")} launches nodes from it; delete the pools first`,
    );
  }
  if (releasesOf(contents, "karpenter").length > 0) return;
  throw new Error(
    `${kind} ${object.id} cannot be finalized (emulation: the finalizers of its nodes would hang): the cluster has no release of the chart karpenter; delete pools and node classes before Karpenter`,
  );
}

function refuseNamespaceDelete(contents: ClusterContents, { id }: KubernetesObject): void {
  const inside = Object.values(contents.objects).filter((object) => object.id.startsWith(`${id}/`));
  if (inside.length === 0) return;
  const list = inside.map((object) => `${kindOf(object.type)} ${object.id}`).join(", ");
  throw new Error(
    `Namespace ${id} is not empty (emulation, stricter than Kubernetes, which would delete them too): ${list} still exist in it; delete them first`,
  );
}

function poolsOf(contents: ClusterContents, nodeClass: string): string[] {
  const pools = objectsOfKind(contents, "NodePool").filter(({ inputs }) => {
    const spec = inputs.spec as
      { template?: { spec?: { nodeClassRef?: { name?: string } } } } | undefined;
    return spec?.template?.spec?.nodeClassRef?.name === nodeClass;
  });
  return pools.map(({ id }) => id);
}

function isNamespaced(type: string): boolean {
  const key = customKindKeyOf(type);
  return key === undefined
    ? (builtInKind(type)?.namespaced ?? false)
    : customKind(key)?.namespaced === true;
}

function metadataOf({ metadata }: Properties): Properties {
  return typeof metadata === "object" && metadata !== null ? (metadata as Properties) : {};
}

function withMetadata(inputs: Properties, more: Properties): unknown {
  return typeof inputs.metadata === "string" ? inputs.metadata : { ...metadataOf(inputs), ...more };
}
