import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { builtInKinds } from "../../../../sandbox/providers/kubernetes/definitions";
import { unknown } from "../../../../sandbox/providers/stand-in";
import {
  connection,
  crdRelease,
  ExampleCluster,
  kubeconfig,
  nodeClass,
  nodePool,
  types,
} from "./example-cluster";

const karpenterId = "kube-system/karpenter";

function configMap(data: Properties, metadata: Properties = { name: "settings" }): Properties {
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
}

describe("a Kubernetes object in the sandbox", () => {
  it("is created, read, updated and deleted under its name", () => {
    const cluster = ExampleCluster.withKarpenter();
    cluster.make(types.nodeClass, nodeClass());
    const { id, outputs } = cluster.make(types.nodePool, nodePool({ weight: 10 }));
    assert.equal(id, "gpu");
    assert.deepEqual(cluster.read(types.nodePool, "gpu")?.outputs, outputs);
    const updated = cluster.update(types.nodePool, "gpu", nodePool({ weight: 20 }));
    assert.equal((updated.spec as Properties).weight, 20);
    assert.equal((updated.metadata as Properties).generation, 2);
    assert.deepEqual(cluster.read(types.nodePool, "gpu"), {
      inputs: nodePool({ weight: 20 }),
      outputs: updated,
    });
    cluster.delete(types.nodePool, "gpu");
    assert.equal(cluster.read(types.nodePool, "gpu"), undefined);
    cluster.delete(types.nodePool, "gpu");
  });

  it("may be an admission policy, which has no namespace and no field but its spec", () => {
    const cluster = new ExampleCluster();
    const policy = { metadata: { name: "training-pods" }, spec: { failurePolicy: "Fail" } };
    assert.equal(cluster.make(types.admissionPolicy, policy).id, "training-pods");
    assert.throws(
      () => cluster.make(types.admissionPolicy, { ...policy, data: {} }),
      /field not declared in schema of ValidatingAdmissionPolicy/,
    );
  });

  it("shows the API server's defaults in its outputs, not in its inputs", () => {
    const cluster = ExampleCluster.withKarpenter();
    const { outputs } = cluster.make(types.nodePool, nodePool());
    const spec = outputs.spec as {
      disruption: unknown;
      template: { spec: { expireAfter: unknown } };
    };
    assert.deepEqual(spec.disruption, {
      consolidateAfter: "0s",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      budgets: [{ nodes: "10%" }],
    });
    assert.equal(spec.template.spec.expireAfter, "720h");
    assert.deepEqual(cluster.read(types.nodePool, "gpu")?.inputs, nodePool());
  });

  it("previews values that only the API server knows as unknown", () => {
    const cluster = ExampleCluster.withKarpenter();
    const { id, outputs } = cluster.make(types.nodePool, nodePool(), true);
    assert.equal(id, "");
    assert.deepEqual(outputs.metadata, {
      name: "gpu",
      creationTimestamp: unknown,
      generation: unknown,
      resourceVersion: unknown,
      uid: unknown,
    });
    assert.equal(cluster.read(types.nodePool, "gpu"), undefined);
  });

  it("is not validated at a preview while its kind does not exist, and is validated afterwards", () => {
    const broken = nodePool({ weight: 1000 });
    assert.equal(
      (new ExampleCluster().make(types.nodePool, broken, true).outputs.spec as Properties).weight,
      1000,
    );
    assert.throws(() => ExampleCluster.withKarpenter().make(types.nodePool, broken, true), {
      message:
        'NodePool.karpenter.sh/v1 "gpu" is invalid: spec.weight: Invalid value: 1000: should be less than or equal to 100',
    });
  });

  it("gets a name when the program gives none, and keeps it", () => {
    const cluster = new ExampleCluster();
    const inputs = cluster.check(types.configMap, configMap({}, {}));
    const metadata = inputs.metadata as Properties;
    assert.match(String(metadata.name), /^unnamed-[0-9a-f]{8}$/);
    assert.deepEqual(metadata.annotations, { "pulumi.com/autonamed": "true" });
    assert.equal(metadata.namespace, "default");
    const request = {
      connection,
      type: types.configMap,
      urn: "urn:pulumi:dev::sandbox::t::another",
    };
    const again = cluster.kubernetes.check({
      ...request,
      oldInputs: inputs,
      newInputs: configMap({}, {}),
    });
    assert.deepEqual(again.inputs, inputs);
  });

  it("is replaced for another name or namespace, and is created after the old one is deleted when both stay", () => {
    const { kubernetes } = new ExampleCluster();
    const diff = (type: string, oldInputs: Properties, newInputs: Properties) =>
      kubernetes.diff({
        connection,
        type,
        urn: "urn",
        id: "x",
        oldInputs,
        oldOutputs: {},
        newInputs,
      });
    const renamed = { ...nodePool(), metadata: { name: "other" } };
    assert.deepEqual(diff(types.nodePool, nodePool(), renamed), {
      changed: ["metadata"],
      replaces: ["metadata.name"],
      deleteBeforeReplace: false,
    });
    assert.deepEqual(diff(types.nodePool, nodePool(), nodePool({ weight: 1 })), {
      changed: ["spec"],
      replaces: [],
      deleteBeforeReplace: false,
    });
    const moved = diff(
      types.configMap,
      configMap({}, { name: "a", namespace: "x" }),
      configMap({}, { name: "a", namespace: "y" }),
    );
    assert.deepEqual(moved.replaces, ["metadata.namespace"]);
    assert.deepEqual(diff(types.configMap, configMap({ a: "1" }), configMap({ a: "2" })), {
      changed: ["data"],
      replaces: ["data"],
      deleteBeforeReplace: true,
    });
  });

  it("is refused when it already exists, no matter who made it", () => {
    const cluster = ExampleCluster.withKarpenter();
    cluster.make(types.nodePool, nodePool());
    assert.throws(() => cluster.make(types.nodePool, nodePool()), {
      message:
        "kubernetes:karpenter.sh/v1:NodePool gpu: already exists, made for urn:pulumi:dev::sandbox::kubernetes:karpenter.sh/v1:NodePool::gpu",
    });
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } };
    assert.throws(() => cluster.make(types.namespace, namespace), {
      message:
        "kubernetes:core/v1:Namespace kube-system: already exists, made for the cluster by Kubernetes itself",
    });
  });

  it("needs its namespace", () => {
    const cluster = new ExampleCluster();
    const inputs = configMap({}, { name: "settings", namespace: "missing" });
    assert.throws(() => cluster.make(types.configMap, inputs), {
      message: 'namespaces "missing" not found',
    });
    assert.equal(cluster.make(types.configMap, configMap({})).id, "default/settings");
  });

  it("is refused with fields that its kind does not have, and with an invalid name", () => {
    const cluster = new ExampleCluster();
    const inputs = { ...configMap({}, { name: "Settings" }), dta: {} };
    const failures = cluster.kubernetes.check({
      connection,
      type: types.configMap,
      urn: "urn:pulumi:dev::sandbox::t::n",
      oldInputs: undefined,
      newInputs: inputs,
    }).failures;
    assert.deepEqual(failures, [
      {
        property: "dta",
        reason:
          "field not declared in schema of ConfigMap; expected one of apiVersion, kind, metadata, data, binaryData, immutable",
      },
      {
        property: "metadata.name",
        reason:
          "Invalid value: \"Settings\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      },
    ]);
  });

  it("of an unknown kind is refused, with advice", () => {
    const cluster = new ExampleCluster();
    for (const type of ["kubernetes:apps/v1:Deployment", "kubernetes:ray.io/v1:RayCluster"]) {
      assert.throws(
        () => cluster.make(type, { metadata: { name: "x" } }),
        (error: Error) =>
          error.message.startsWith(
            `${type}: the sandbox does not know this kind; expected kubernetes:helm.sh/v3:Release, `,
          ),
      );
    }
  });

  it("cannot be reached without a cluster at the address of its kubeconfig", () => {
    const { kubernetes } = new ExampleCluster();
    kubernetes.configure("elsewhere", { kubeconfig: kubeconfig("https://elsewhere.example") });
    const request = { connection: "elsewhere", type: types.configMap, urn: "urn" };
    const inputs = configMap({});
    assert.equal(kubernetes.create({ ...request, inputs, preview: true }).id, "");
    assert.throws(() => kubernetes.create({ ...request, inputs, preview: false }), {
      message:
        "configured Kubernetes cluster is unreachable: the sandbox has no cluster at https://elsewhere.example; make it with eks.Cluster and take its kubeconfig",
    });
  });

  for (const { type, namespaced, fields, immutable } of builtInKinds) {
    it(`of the built-in ${type} has its fields, its scope and its immutable fields`, () => {
      const cluster = new ExampleCluster();
      const inputs = { metadata: { name: "example" } };
      const { id } = cluster.make(type, inputs);
      assert.equal(id, namespaced ? "default/example" : "example");
      const strange = { ...inputs, colour: "blue" };
      assert.throws(() => cluster.check(type, strange), /field not declared in schema/);
      const own = fields.filter((field) => !["apiVersion", "kind", "metadata"].includes(field));
      for (const field of own) {
        const changed = { ...inputs, [field]: "changed" };
        const request = { connection, type, urn: "urn", id, oldInputs: inputs, oldOutputs: {} };
        const { replaces } = cluster.kubernetes.diff({ ...request, newInputs: changed });
        assert.deepEqual(replaces, immutable.includes(field) ? [field] : []);
      }
      cluster.delete(type, id);
      assert.deepEqual(cluster.made(), []);
    });
  }

  describe("that is deleted", () => {
    it("stays, as a node class, while a pool launches nodes from it", () => {
      const cluster = ExampleCluster.withKarpenter();
      cluster.make(types.nodeClass, nodeClass());
      cluster.make(types.nodePool, nodePool());
      assert.throws(() => cluster.delete(types.nodeClass, "default"), {
        message:
          "EC2NodeClass default is in use (emulation, stricter than Kubernetes: its finalizer would wait until no NodeClaim refers to it): NodePool gpu launches nodes from it; delete the pools first",
      });
      cluster.delete(types.nodePool, "gpu");
      cluster.delete(types.nodeClass, "default");
      assert.deepEqual(cluster.made(), ["kube-system/karpenter-crd", karpenterId]);
    });

    for (const [kind, type, inputs] of [
      ["NodePool gpu", types.nodePool, nodePool()],
      ["EC2NodeClass default", types.nodeClass, nodeClass()],
    ] as const) {
      it(`hangs, as ${kind}, when Karpenter was deleted before it`, () => {
        const cluster = ExampleCluster.withKarpenter();
        const { id } = cluster.make(type, inputs);
        cluster.delete(types.release, karpenterId);
        assert.throws(() => cluster.delete(type, id), {
          message: `${kind} cannot be finalized (emulation: the finalizers of its nodes would hang): the cluster has no release of the chart karpenter; delete pools and node classes before Karpenter`,
        });
      });
    }

    it("stays, as a namespace, while it has objects", () => {
      const cluster = new ExampleCluster();
      cluster.make(types.namespace, {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "karpenter" },
      });
      cluster.make(types.release, { ...crdRelease, namespace: "karpenter" });
      assert.throws(() => cluster.delete(types.namespace, "karpenter"), {
        message:
          "Namespace karpenter is not empty (emulation, stricter than Kubernetes, which would delete them too): Release karpenter/karpenter-crd still exist in it; delete them first",
      });
      cluster.delete(types.release, "karpenter/karpenter-crd");
      cluster.delete(types.namespace, "karpenter");
      assert.deepEqual(cluster.made(), []);
    });
  });
});
