/**
 * Kinds of the cluster: the few built-in ones which the sandbox knows, and custom ones which a Helm release brings.
 */
/** A built-in kind: where it lives, and which fields make a new object when they change. */
export interface BuiltInKind {
  readonly type: string;
  readonly namespaced: boolean;
  readonly fields: readonly string[];
  readonly immutable: readonly string[];
}

/** A custom kind as `<group>/<version>/<kind>`, all of them cluster-wide unless `namespaced`. */
export interface CustomKind {
  readonly key: string;
  readonly namespaced?: true;
}

const always = ["apiVersion", "kind", "metadata"];

/** `immutable` of ConfigMap and Secret: the real provider replaces them, so that the pods that read them roll. */
export const builtInKinds: readonly BuiltInKind[] = [
  {
    type: "kubernetes:core/v1:Namespace",
    namespaced: false,
    fields: [...always, "spec"],
    immutable: [],
  },
  {
    type: "kubernetes:core/v1:ConfigMap",
    namespaced: true,
    fields: [...always, "data", "binaryData", "immutable"],
    immutable: ["data", "binaryData"],
  },
  {
    type: "kubernetes:core/v1:Secret",
    namespaced: true,
    fields: [...always, "data", "stringData", "type", "immutable"],
    immutable: ["data", "stringData", "type"],
  },
  {
    type: "kubernetes:core/v1:ServiceAccount",
    namespaced: true,
    fields: [...always, "automountServiceAccountToken", "imagePullSecrets", "secrets"],
    immutable: [],
  },
  {
    type: "kubernetes:storage.k8s.io/v1:StorageClass",
    namespaced: false,
    fields: [
      ...always,
      "allowVolumeExpansion",
      "allowedTopologies",
      "mountOptions",
      "parameters",
      "provisioner",
      "reclaimPolicy",
      "volumeBindingMode",
    ],
    immutable: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  },
];

export function builtInKind(type: string): BuiltInKind | undefined {
  return builtInKinds.find((kind) => kind.type === type);
}

/** `<group>/<version>/<kind>` of a custom resource's type token; undefined for a token of another form. */
export function customKindKeyOf(type: string): string | undefined {
  const match = /^kubernetes:([a-z0-9.-]+\.[a-z0-9.-]+\/v[a-z0-9]+):([A-Za-z0-9]+)$/.exec(type);
  if (match === null || /\.k8s\.io\//.test(match[1] ?? "")) return undefined;
  return `${match[1]}/${match[2]}`;
}
