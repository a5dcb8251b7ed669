import type { StateResource } from "../../sandbox/engine/checkpoint";

const urnPrefix = "urn:pulumi:dev-us-west-2::accelerator-platform::";

/** A component of this project, as the engine records it. */
export function component(type: string, name: string, parent?: StateResource): StateResource {
  const urn = `${urnPrefix}${type}::${name}`;
  return { urn, type, custom: false, ...(parent === undefined ? {} : { parent: parent.urn }) };
}

/** A resource of a provider, as the engine records it. */
export function resource(
  type: string,
  name: string,
  parent?: StateResource,
  outputs: Readonly<Record<string, unknown>> = {},
): StateResource {
  return { ...component(type, name, parent), custom: true, id: `id-${name}`, outputs };
}

/** A NodePool with what every one needs; `spec` replaces whole keys of the spec. */
export function nodePool(
  name: string,
  details: {
    readonly parent?: StateResource;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly nodeClass?: string;
    readonly requirements?: readonly object[];
    readonly taints?: readonly object[];
    readonly spec?: Readonly<Record<string, unknown>>;
  } = {},
): StateResource {
  const { annotations, labels, nodeClass = "default", requirements = [], taints, spec } = details;
  return resource("kubernetes:karpenter.sh/v1:NodePool", name, details.parent, {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      template: {
        ...(labels === undefined ? {} : { metadata: { labels } }),
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClass },
          requirements,
          ...(taints === undefined ? {} : { taints }),
        },
      },
      ...spec,
    },
  });
}

/** An EC2NodeClass whose AMIs come by alias. */
export function nodeClass(name: string, alias: string): StateResource {
  return resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", `node-class-${name}`, undefined, {
    metadata: { name },
    spec: { amiSelectorTerms: [{ alias }] },
  });
}
