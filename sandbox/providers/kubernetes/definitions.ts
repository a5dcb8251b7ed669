/** The kinds of a cluster: the few built-in ones that the sandbox knows, and the custom ones of Helm releases. */
/** A built-in kind: whether it has a namespace, and the fields whose change replaces the object. */
export interface BuiltInKind {
  readonly type: string;
  readonly namespaced: boolean;
  readonly fields: readonly string[];
  readonly immutable: readonly string[];
}

/** A custom kind as `<group>/<version>/<kind>`. It has no namespace unless `namespaced` is set. */
export interface CustomKind {
  readonly key: string;
  readonly namespaced?: true;
}

const always = ["apiVersion", "kind", "metadata"];

/** The real provider replaces a ConfigMap or Secret when it changes, so that pods that read it are restarted. */
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
    type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    namespaced: false,
    fields: [...always, "spec"],
    immutable: [],
  },
  {
    type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    namespaced: false,
    fields: [...always, "spec"],
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

/** `<group>/<version>/<kind>` from the type token of a custom resource; undefined for a token of another form. */
export function customKindKeyOf(type: string): string | undefined {
  const match = /^kubernetes:([a-z0-9.-]+\.[a-z0-9.-]+\/v[a-z0-9]+):([A-Za-z0-9]+)$/.exec(type);
  if (match === null || /\.k8s\.io\//.test(match[1] ?? "")) return undefined;
  return `${match[1]}/${match[2]}`;
}
