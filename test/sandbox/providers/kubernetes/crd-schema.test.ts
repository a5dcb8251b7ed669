import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { crdRules } from "../../../../sandbox/providers/kubernetes/crd-rules";
import {
  type CrdSchema,
  schemaFaults,
  withDefaults,
} from "../../../../sandbox/providers/kubernetes/crd-schema";
import {
  nodeClassKey,
  nodeOverlayKey,
  nodePoolKey,
} from "../../../../sandbox/providers/kubernetes/charts";
import { crdSchema } from "../../../../sandbox/providers/kubernetes/crd-schemas";
import { unknown } from "../../../../sandbox/providers/stand-in";
import { nodeClass, nodePool } from "./example-cluster";

type Broken = readonly [message: string, spec: Properties, before?: Properties];

const pool = (spec: Properties = {}): Properties => nodePool(spec).spec as Properties;
const classOf = (spec: Properties = {}): Properties => nodeClass(spec).spec as Properties;

function poolWith(requirement: Properties): Properties {
  const { template } = pool() as { template: { spec: Properties } };
  return pool({ template: { spec: { ...template.spec, requirements: [requirement] } } });
}

function poolWithLabel(key: string): Properties {
  const { template } = pool() as { template: Properties };
  return pool({ template: { ...template, metadata: { labels: { [key]: "x" } } } });
}

function poolOf(nodeClassRef: Properties): Properties {
  const reference = {
    group: "karpenter.k8s.aws",
    kind: "EC2NodeClass",
    name: "default",
    ...nodeClassRef,
  };
  return pool({ template: { spec: { nodeClassRef: reference, requirements: [] } } });
}

/** For each CEL rule of the NodePool CRD, a pool that breaks it. */
const brokenPools: readonly Broken[] = [
  [
    "Cannot transition NodePool between static (replicas set) and dynamic (replicas unset) provisioning modes",
    pool({ replicas: 1 }),
    pool(),
  ],
  [
    "only 'limits.nodes' is supported on static NodePools",
    pool({ replicas: 1, limits: { cpu: "1" } }),
  ],
  ["'weight' is not supported on static NodePools", pool({ replicas: 1, weight: 1 })],
  [
    "'schedule' must be set with 'duration'",
    pool({ disruption: { consolidateAfter: "1m", budgets: [{ nodes: "0", schedule: "@daily" }] } }),
  ],
  ['label domain "karpenter.sh" is restricted', poolWithLabel("my-karpenter.sh/x")],
  ['label "karpenter.sh/nodepool" is restricted', poolWithLabel("karpenter.sh/nodepool")],
  [
    'label "kubernetes.io/hostname" is restricted',
    poolWith({ key: "kubernetes.io/hostname", operator: "Exists" }),
  ],
  [
    'label domain "karpenter.k8s.aws" is restricted',
    poolWith({ key: "karpenter.k8s.aws/instance-type", operator: "In", values: ["g5.xlarge"] }),
  ],
  ["nodeClassRef.group is immutable", poolOf({ group: "other.example" }), pool()],
  ["nodeClassRef.kind is immutable", poolOf({ kind: "Other" }), pool()],
  ["group may not be empty", poolOf({ group: "" })],
  ["kind may not be empty", poolOf({ kind: "" })],
  ["name may not be empty", poolOf({ name: "" })],
  [
    "requirements with operator 'In' must have a value defined",
    poolWith({ key: "kubernetes.io/arch", operator: "In", values: [] }),
  ],
  [
    "requirements operator 'Gt', 'Lt', 'Gte', or 'Lte' must have a single positive integer value",
    poolWith({ key: "karpenter.k8s.aws/instance-cpu", operator: "Gte", values: ["-1"] }),
  ],
  [
    "requirements with 'minValues' must have at least that many values specified in the 'values' field",
    poolWith({ key: "kubernetes.io/arch", operator: "In", values: ["amd64"], minValues: 2 }),
  ],
];

function overlay(spec: Properties = {}): Properties {
  return {
    requirements: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["gpu"] }],
    capacity: { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": 4 },
    ...spec,
  };
}

const overlayWith = (requirement: Properties) => overlay({ requirements: [requirement] });

/** The same for the NodeOverlay CRD. */
const brokenOverlays: readonly Broken[] = [
  ["invalid resource restricted", overlay({ capacity: { memory: "1Gi" } })],
  [
    "cannot set both 'price' and 'priceAdjustment'",
    overlay({ price: "1.0", priceAdjustment: "+10%" }),
  ],
  [
    "requirements with operator 'In' must have a value defined",
    overlayWith({ key: "kubernetes.io/arch", operator: "In", values: [] }),
  ],
  [
    "requirements with operator 'NotIn' must have a value defined",
    overlayWith({ key: "kubernetes.io/arch", operator: "NotIn", values: [] }),
  ],
  [
    "requirements operator 'Gt', 'Lt', 'Gte' or 'Lte' must have a single positive integer value",
    overlayWith({ key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: ["1", "2"] }),
  ],
  [
    'label domain "karpenter.sh" is restricted',
    overlayWith({ key: "karpenter.sh/do-not-disrupt", operator: "Exists" }),
  ],
  [
    'label "kubernetes.io/hostname" is restricted',
    overlayWith({ key: "kubernetes.io/hostname", operator: "Exists" }),
  ],
  [
    'label domain "karpenter.k8s.aws" is restricted',
    overlayWith({ key: "karpenter.k8s.aws/instance-type", operator: "Exists" }),
  ],
];

const selector = (terms: Properties[]) => ({ subnetSelectorTerms: terms });
const groups = (terms: Properties[]) => ({ securityGroupSelectorTerms: terms });
const ami = (...terms: Properties[]) => ({ amiFamily: "AL2023", amiSelectorTerms: terms });
const kubelet = (fields: Properties) => ({ kubelet: fields });
const volume = (ebs: Properties) => ({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
const cards = (...networkInterfaces: Properties[]) => ({ networkInterfaces });
const primary = { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" };
const signals =
  "['memory.available','nodefs.available','nodefs.inodesFree','imagefs.available','imagefs.inodesFree','pid.available']";

/** The same for the EC2NodeClass CRD, as a change of a valid class. */
const brokenClasses: readonly Broken[] = (
  [
    ["must specify exactly one of ['role', 'instanceProfile']", { instanceProfile: "profile" }],
    ...["AL2", "Bottlerocket", "Windows2019", "Windows2022", "Windows2025"].map((family) => [
      `if set, amiFamily must be '${family}' or 'Custom' when using ${family === "AL2" ? "an" : "a"} ${family} alias`,
      ami({ alias: `${family.toLowerCase()}@latest` }),
    ]),
    [
      "if set, amiFamily must be 'AL2023' or 'Custom' when using an AL2023 alias",
      { amiFamily: "AL2", amiSelectorTerms: [{ alias: "al2023@latest" }] },
    ],
    [
      "must specify amiFamily if amiSelectorTerms does not contain an alias",
      { amiSelectorTerms: [{ id: "ami-0123" }] },
    ],
    [
      "expected at least one, got none, ['tags', 'id', 'name', 'alias', 'ssmParameter']",
      ami({ owner: "self" }),
    ],
    [
      "'id' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms",
      ami({ id: "ami-0123", name: "x" }),
    ],
    [
      "'alias' is mutually exclusive, cannot be set with a combination of other fields in amiSelectorTerms",
      ami({ alias: "al2023@latest", name: "x" }),
    ],
    [
      "'alias' is mutually exclusive, cannot be set with a combination of other amiSelectorTerms",
      ami({ alias: "al2023@latest" }, { id: "ami-0123" }),
    ],
    [
      "'alias' is improperly formatted, must match the format 'family@version'",
      ami({ alias: "al2023" }),
    ],
    [
      "family is not supported, must be one of the following: 'al2', 'al2023', 'bottlerocket', 'windows2019', 'windows2022', 'windows2025'",
      ami({ alias: "AL2023@latest" }),
    ],
    [
      "windows families may only specify version 'latest'",
      { amiFamily: "Windows2022", amiSelectorTerms: [{ alias: "windows2022@v1" }] },
    ],
    ["empty tag keys or values aren't supported", selector([{ tags: { team: "" } }])],
    [
      "must have only one blockDeviceMappings with rootVolume",
      {
        blockDeviceMappings: ["a", "b"].map((deviceName) => ({
          deviceName,
          rootVolume: true,
          ebs: { volumeSize: "20Gi" },
        })),
      },
    ],
    ["snapshotID or volumeSize must be defined", volume({ volumeType: "gp3" })],
    [
      "snapshotID must be set when volumeInitializationRate is set",
      volume({ volumeSize: "20Gi", volumeInitializationRate: 100 }),
    ],
    [
      "expected at least one, got none, ['tags', 'id', 'instanceMatchCriteria']",
      { capacityReservationSelectorTerms: [{ ownerID: "123456789012" }] },
    ],
    [
      "'id' is mutually exclusive, cannot be set along with other fields in a capacity reservation selector term",
      { capacityReservationSelectorTerms: [{ id: "cr-0123", ownerID: "123456789012" }] },
    ],
    [
      "at least one of tcpEstablishedTimeout, udpStreamTimeout, or udpTimeout must be set",
      { connectionTracking: {} },
    ],
    ["instanceProfile cannot be empty", { role: undefined, instanceProfile: "" }],
    [
      "imageGCHighThresholdPercent must be greater than imageGCLowThresholdPercent",
      kubelet({ imageGCHighThresholdPercent: 10, imageGCLowThresholdPercent: 10 }),
    ],
    [
      "evictionSoft OwnerKey does not have a matching evictionSoftGracePeriod",
      kubelet({ evictionSoft: { "memory.available": "5%" }, evictionSoftGracePeriod: {} }),
    ],
    [
      "evictionSoftGracePeriod OwnerKey does not have a matching evictionSoft",
      kubelet({ evictionSoft: {}, evictionSoftGracePeriod: { "memory.available": "1m" } }),
    ],
    [`valid keys for evictionHard are ${signals}`, kubelet({ evictionHard: { memory: "5%" } })],
    [`valid keys for evictionSoft are ${signals}`, kubelet({ evictionSoft: { memory: "5%" } })],
    [
      `valid keys for evictionSoftGracePeriod are ${signals}`,
      kubelet({ evictionSoftGracePeriod: { memory: "1m" } }),
    ],
    [
      "valid keys for kubeReserved are ['cpu','memory','ephemeral-storage','pid']",
      kubelet({ kubeReserved: { gpu: "1" } }),
    ],
    [
      "kubeReserved value cannot be a negative resource quantity",
      kubelet({ kubeReserved: { cpu: "-1" } }),
    ],
    [
      "valid keys for systemReserved are ['cpu','memory','ephemeral-storage','pid']",
      kubelet({ systemReserved: { gpu: "1" } }),
    ],
    [
      "systemReserved value cannot be a negative resource quantity",
      kubelet({ systemReserved: { cpu: "-1" } }),
    ],
    [
      "networkInterfaces must include a primary interface with interfaceType='interface'",
      cards({ ...primary, interfaceType: "efa-only" }),
    ],
    [
      "networkInterfaces must not have duplicate networkCardIndex and deviceIndex pairs, and can have at most one efa device per network card",
      cards(primary, primary),
    ],
    ["expected at least one, got none, ['name', 'id']", { placementGroupSelector: {} }],
    [
      "'name' and 'id' are mutually exclusive",
      { placementGroupSelector: { name: "n", id: "pg-0123456789abcdef0" } },
    ],
    ["role cannot be empty", { role: "" }],
    ["securityGroupSelectorTerms cannot be empty", groups([])],
    ["expected at least one, got none, ['tags', 'id', 'name']", groups([{}])],
    [
      "'id' is mutually exclusive, cannot be set with a combination of other fields in a security group selector term",
      groups([{ id: "sg-0123", name: "x" }]),
    ],
    [
      "'name' is mutually exclusive, cannot be set with a combination of other fields in a security group selector term",
      groups([{ name: "x", tags: { a: "b" } }]),
    ],
    ["subnetSelectorTerms cannot be empty", selector([])],
    ["expected at least one, got none, ['tags', 'id']", selector([{}])],
    [
      "'id' is mutually exclusive, cannot be set with a combination of other fields in a subnet selector term",
      selector([{ id: "subnet-0123", tags: { a: "b" } }]),
    ],
    ["empty tag keys aren't supported", { tags: { "": "x" } }],
    [
      "tag contains a restricted tag matching eks:eks-cluster-name",
      { tags: { "eks:eks-cluster-name": "x" } },
    ],
    [
      "tag contains a restricted tag matching kubernetes.io/cluster/",
      { tags: { "kubernetes.io/cluster/a": "x" } },
    ],
    [
      "tag contains a restricted tag matching karpenter.sh/nodepool",
      { tags: { "karpenter.sh/nodepool": "x" } },
    ],
    [
      "tag contains a restricted tag matching karpenter.sh/nodeclaim",
      { tags: { "karpenter.sh/nodeclaim": "x" } },
    ],
    [
      "tag contains a restricted tag matching karpenter.k8s.aws/ec2nodeclass",
      { tags: { "karpenter.k8s.aws/ec2nodeclass": "x" } },
    ],
  ] as (readonly [string, Properties])[]
).map(([message, change]) => [message, classOf(change)]);

/** Schema of a kind at a version of the chart. */
function schemaAt(key: string, version: string): CrdSchema {
  return crdSchema(key, version) ?? assert.fail(`no schema of ${key}`);
}

const nodePoolSchema = schemaAt(nodePoolKey, "1.14.1");

function messagesOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const rules = (schema as CrdSchema)["x-kubernetes-validations"] ?? [];
  return [...rules.map(({ message }) => message), ...Object.values(schema).flatMap(messagesOf)];
}

/** Since 1.15 the CRD says nothing about the fields of `kubelet`: the controller validates them. */
const withoutKubelet = brokenClasses.filter(([, spec]) => spec["kubelet"] === undefined);

const crds: readonly (readonly [string, string, CrdSchema, Properties, readonly Broken[]])[] = [
  ["NodePool", "1.14.1", nodePoolSchema, pool(), brokenPools],
  ["NodeOverlay", "1.14.1", schemaAt(nodeOverlayKey, "1.14.1"), overlay(), brokenOverlays],
  ["EC2NodeClass", "1.14.1", schemaAt(nodeClassKey, "1.14.1"), classOf(), brokenClasses],
  ["NodePool", "1.15.2", schemaAt(nodePoolKey, "1.15.2"), pool(), brokenPools],
  ["NodeOverlay", "1.15.2", schemaAt(nodeOverlayKey, "1.15.2"), overlay(), brokenOverlays],
  ["EC2NodeClass", "1.15.2", schemaAt(nodeClassKey, "1.15.2"), classOf(), withoutKubelet],
];

for (const [kind, version, schema, valid, broken] of crds) {
  describe(`Karpenter's CRD of ${kind} ${version} in the sandbox`, () => {
    it("accepts a valid spec", () => {
      assert.deepEqual(schemaFaults(schema, withDefaults(schema, valid), undefined, "spec"), []);
      assert.deepEqual(schemaFaults(schema, withDefaults(schema, valid), valid, "spec"), []);
    });

    it("has every CEL rule of the CRD, and a spec below breaks each of them", () => {
      const messages = [...new Set(messagesOf(schema))].sort();
      assert.deepEqual(
        messages.filter((message) => !(message in crdRules)),
        [],
      );
      assert.deepEqual([...new Set(broken.map(([message]) => message))].sort(), messages);
    });

    for (const [message, spec, before] of broken) {
      it(`refuses: ${message}`, () => {
        const faults = schemaFaults(schema, withDefaults(schema, spec), before, "spec");
        assert.ok(
          faults.some((fault) => fault.endsWith(`: ${message}`)),
          `got ${faults.join("; ")}`,
        );
      });
    }
  });
}

describe("the release of Karpenter's CRDs in the sandbox", () => {
  const faultsAt = (version: string | undefined, key: string, spec: Properties) => {
    const schema = crdSchema(key, version) ?? assert.fail();
    return schemaFaults(schema, withDefaults(schema, spec), undefined, "spec");
  };
  const repair = pool({
    disruption: { consolidateAfter: "1m", budgets: [{ nodes: "0", reasons: ["Unhealthy"] }] },
  });

  it("decides whether a budget may name the reason Unhealthy", () => {
    assert.deepEqual(faultsAt("1.14.3", nodePoolKey, repair), [
      'spec.disruption.budgets[0].reasons[0]: Unsupported value: "Unhealthy": supported values: "Underutilized", "Empty", "Drifted"',
    ]);
    assert.deepEqual(faultsAt("1.15.0", nodePoolKey, repair), []);
  });

  it("decides whether consolidateAfter may be left out", () => {
    const spec = pool({ disruption: {} });
    assert.deepEqual(faultsAt("1.14.1", nodePoolKey, spec), [
      "spec.disruption.consolidateAfter: Required value",
    ]);
    assert.deepEqual(faultsAt("1.15.2", nodePoolKey, spec), []);
  });

  it("decides which fields a kubelet may have", () => {
    const spec = classOf({ kubelet: { maxParallelImagePulls: 4 } });
    assert.deepEqual(faultsAt("1.14.1", nodeClassKey, spec), [
      "spec.kubelet.maxParallelImagePulls: field not declared in schema",
    ]);
    assert.deepEqual(faultsAt("1.15.2", nodeClassKey, spec), []);
  });

  it("is the oldest known for an older chart, and the newest without a version", () => {
    assert.equal(crdSchema(nodePoolKey, "1.12.0"), crdSchema(nodePoolKey, "1.14.1"));
    assert.equal(crdSchema(nodePoolKey, undefined), crdSchema(nodePoolKey, "1.15.2"));
    assert.equal(crdSchema(nodePoolKey, "1.16.0"), crdSchema(nodePoolKey, "1.15.2"));
  });
});

describe("the structure of a custom resource in the sandbox", () => {
  const disruption = (fields: Properties) => pool({ disruption: fields });
  const faultsOf = (spec: Properties) =>
    schemaFaults(nodePoolSchema, withDefaults(nodePoolSchema, spec), undefined, "spec");
  const faults: readonly (readonly [string, Properties, string])[] = [
    ["a missing field", {}, "spec.template: Required value"],
    [
      "consolidateAfter left out of a disruption block",
      disruption({}),
      "spec.disruption.consolidateAfter: Required value",
    ],
    [
      "a duration with days",
      disruption({ consolidateAfter: "1d" }),
      "spec.disruption.consolidateAfter: Invalid value: \"1d\": should match '^(([0-9]+(s|m|h))+|Never)$'",
    ],
    [
      "a number for the nodes of a budget",
      disruption({ consolidateAfter: "1m", budgets: [{ nodes: 1 }] }),
      'spec.disruption.budgets[0].nodes: Invalid value: "integer": got 1, must be of type string',
    ],
    [
      "an unknown reason",
      disruption({ consolidateAfter: "1m", budgets: [{ nodes: "1", reasons: ["Expired"] }] }),
      'spec.disruption.budgets[0].reasons[0]: Unsupported value: "Expired": supported values: "Underutilized", "Empty", "Drifted"',
    ],
    [
      "an unknown operator",
      poolWith({ key: "kubernetes.io/arch", operator: "Is" }),
      'spec.template.spec.requirements[0].operator: Unsupported value: "Is": supported values: "Gte", "Lte", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"',
    ],
    ["an unknown field", pool({ limit: { cpu: 1 } }), "spec.limit: field not declared in schema"],
    [
      "a weight of 0",
      pool({ weight: 0 }),
      "spec.weight: Invalid value: 0: should be greater than or equal to 1",
    ],
    [
      "a weight of 101",
      pool({ weight: 101 }),
      "spec.weight: Invalid value: 101: should be less than or equal to 100",
    ],
    [
      "a limit that is no quantity's kind",
      pool({ limits: { cpu: true } }),
      'spec.limits.cpu: Invalid value: "boolean": got true, must be of type integer or string',
    ],
    [
      "a value that is no string",
      poolWith({ key: "kubernetes.io/arch", operator: "In", values: [64] }),
      'spec.template.spec.requirements[0].values[0]: Invalid value: "integer": got 64, must be of type string',
    ],
  ];
  for (const [title, spec, fault] of faults) {
    it(`is refused for ${title}`, () => assert.deepEqual(faultsOf(spec), [fault]));
  }

  it("reports every fault at once", () => {
    assert.deepEqual(faultsOf(pool({ weight: 0, limit: {} })), [
      "spec.weight: Invalid value: 0: should be greater than or equal to 1",
      "spec.limit: field not declared in schema",
    ]);
  });

  it("accepts a limit as a number and as a quantity", () => {
    assert.deepEqual(
      faultsOf(pool({ limits: { cpu: 100, memory: "1000Gi", "nvidia.com/gpu": "8" } })),
      [],
    );
  });

  it("does not check a value that is not known yet", () => {
    assert.deepEqual(
      faultsOf(pool({ weight: unknown, template: unknown, disruption: unknown })),
      [],
    );
    assert.deepEqual(schemaFaults(nodePoolSchema, unknown, undefined, "spec"), []);
  });
});
