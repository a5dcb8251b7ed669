import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { charts } from "../../../../sandbox/providers/kubernetes/charts";
import { releaseFailures } from "../../../../sandbox/providers/kubernetes/release";
import { unknown } from "../../../../sandbox/providers/stand-in";
import {
  crdRelease,
  ExampleCluster,
  karpenterRelease,
  keep,
  nodeClass,
  nodePool,
  types,
} from "./example-cluster";

const karpenterKinds = [
  "karpenter.sh/v1/NodePool",
  "karpenter.sh/v1/NodeClaim",
  "karpenter.sh/v1alpha1/NodeOverlay",
  "karpenter.k8s.aws/v1/EC2NodeClass",
  "autoscaling.x-k8s.io/v1beta1/CapacityBuffer",
];
const crdId = "kube-system/karpenter-crd";

describe("a Helm release in the sandbox", () => {
  it("has Helm's id, its inputs and a status with the revision as outputs", () => {
    const { id, outputs } = new ExampleCluster().make(types.release, crdRelease);
    assert.equal(id, "kube-system/karpenter-crd");
    assert.deepEqual(outputs, {
      ...crdRelease,
      resourceNames: {},
      status: {
        name: "karpenter-crd",
        namespace: "kube-system",
        chart: "karpenter-crd",
        version: "1.14.1",
        revision: 1,
        appVersion: "1.14.1",
        status: "deployed",
      },
    });
  });

  it("previews without its status, and without a change of the cluster", () => {
    const cluster = new ExampleCluster();
    assert.deepEqual(cluster.make(types.release, crdRelease, true), {
      id: "",
      outputs: { ...crdRelease, status: unknown, resourceNames: unknown },
    });
    assert.deepEqual(cluster.made(), []);
  });

  it("counts its revisions at updates", () => {
    const cluster = new ExampleCluster();
    const { id } = cluster.make(types.release, crdRelease);
    const outputs = cluster.update(types.release, id, { ...crdRelease, version: "1.14.2" });
    assert.equal((outputs.status as { revision: number }).revision, 2);
    assert.deepEqual(cluster.read(types.release, id)?.outputs, outputs);
  });

  it("adds the custom kinds of its chart, and removes them with their objects at the uninstall", () => {
    const cluster = ExampleCluster.withKarpenter();
    assert.deepEqual(cluster.definitions(), karpenterKinds);
    cluster.make(types.nodeClass, nodeClass());
    cluster.delete(types.release, crdId);
    assert.deepEqual(cluster.definitions(), []);
    assert.deepEqual(cluster.made(), ["kube-system/karpenter"]);
  });

  it("keeps kinds with helm.sh/resource-policy: keep, and takes them over again", () => {
    const cluster = ExampleCluster.withKarpenter(keep);
    cluster.make(types.nodeClass, nodeClass());
    cluster.delete(types.release, crdId);
    assert.deepEqual(cluster.definitions(), karpenterKinds);
    assert.deepEqual(cluster.made(), ["kube-system/karpenter", "default"]);
    cluster.make(types.release, crdRelease);
    cluster.delete(types.release, crdId);
    assert.deepEqual(cluster.definitions(), []);
  });

  it("keeps kinds after the update that asks for it", () => {
    const cluster = new ExampleCluster();
    const { id } = cluster.make(types.release, crdRelease);
    cluster.update(types.release, id, { ...crdRelease, ...keep });
    cluster.delete(types.release, id);
    assert.deepEqual(cluster.definitions(), karpenterKinds);
  });

  it("cannot take over kinds that another release or the crds folder of a chart has installed", () => {
    const cluster = new ExampleCluster();
    cluster.make(types.release, { ...karpenterRelease, skipCrds: false });
    assert.throws(() => cluster.make(types.release, crdRelease), {
      message:
        'Unable to continue with install: CustomResourceDefinition "karpenter.sh/v1/NodePool" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "karpenter-crd"',
    });
    cluster.delete(types.release, "kube-system/karpenter");
    assert.deepEqual(cluster.definitions(), karpenterKinds);
  });

  it("of karpenter does not become ready without the kinds and the cluster's name", () => {
    const cluster = new ExampleCluster();
    const withoutValues = { ...karpenterRelease, values: {} };
    assert.throws(() => cluster.make(types.release, withoutValues), {
      message:
        "Helm release kube-system/karpenter: context deadline exceeded: the pods do not become ready: no matches for kind karpenter.sh/v1/NodePool; install its CRDs first; no matches for kind karpenter.k8s.aws/v1/EC2NodeClass; install its CRDs first; values.settings.clusterName is not set",
    });
    assert.deepEqual(cluster.made(), []);
  });

  it("needs its namespace, unless it creates the namespace", () => {
    const cluster = new ExampleCluster();
    const inputs = { ...crdRelease, namespace: "karpenter" };
    assert.throws(() => cluster.make(types.release, inputs), {
      message: 'create: failed to create: namespaces "karpenter" not found',
    });
    cluster.make(types.release, { ...inputs, createNamespace: true });
    assert.deepEqual(cluster.made(), ["karpenter/karpenter-crd"]);
  });

  it("gets a name from the provider when it has none, and the namespace default", () => {
    const cluster = new ExampleCluster();
    const unnamed = { chart: crdRelease.chart, version: crdRelease.version };
    const inputs = cluster.check(types.release, unnamed);
    assert.match(String(inputs.name), /^unnamed-[0-9a-f]{8}$/);
    assert.equal(inputs.namespace, "default");
    const request = {
      connection: "test",
      type: types.release,
      urn: `urn:pulumi:dev::sandbox::${types.release}::unnamed`,
    };
    assert.deepEqual(
      cluster.kubernetes.check({ ...request, oldInputs: inputs, newInputs: unnamed }).inputs,
      inputs,
    );
  });

  it("is replaced only for another name or namespace", () => {
    const { kubernetes } = new ExampleCluster();
    const request = {
      connection: "test",
      type: types.release,
      urn: "urn",
      id: crdId,
      oldInputs: crdRelease,
      oldOutputs: {},
    };
    const diff = (change: object) =>
      kubernetes.diff({ ...request, newInputs: { ...crdRelease, ...change } });
    assert.deepEqual(diff({ name: "x" }), {
      changed: ["name"],
      replaces: ["name"],
      deleteBeforeReplace: false,
    });
    assert.deepEqual(diff({ namespace: "x" }).replaces, ["namespace"]);
    assert.deepEqual(diff({ version: "2.0.0", values: {} }), {
      changed: ["values", "version"],
      replaces: [],
      deleteBeforeReplace: false,
    });
    assert.deepEqual(diff({}), { changed: [], replaces: [], deleteBeforeReplace: false });
  });

  it("refuses what Helm refuses, all at once", () => {
    const inputs = {
      ...crdRelease,
      colour: "blue",
      chart: "karpenter-crds",
      version: "latest",
      name: "X",
    };
    assert.deepEqual(
      releaseFailures(inputs).map(({ property, reason }) => `${property} ${reason}`.split(";")[0]),
      [
        "colour is no input of a Helm release in the sandbox",
        'chart the sandbox does not know this Helm chart, got "karpenter-crds"',
        'version is no version, got "latest"',
        'name is no release name, got "X"',
      ],
    );
    const bare = { name: crdRelease.name, namespace: crdRelease.namespace };
    assert.deepEqual(
      releaseFailures(bare).map(({ property }) => property),
      ["chart", "version"],
    );
    const all = { ...crdRelease, chart: unknown, version: unknown, name: unknown, values: unknown };
    assert.deepEqual(releaseFailures(all), []);
  });

  it("does not find a chart in a repository that does not have it", () => {
    const wrong = {
      ...crdRelease,
      chart: "gpu-operator",
      repositoryOpts: { repo: "https://charts.example.com" },
    };
    assert.deepEqual(releaseFailures(wrong), [
      {
        property: "chart",
        reason:
          'gpu-operator is not in this repository, got "https://charts.example.com"; expected https://helm.ngc.nvidia.com/nvidia or https://nvidia.github.io/gpu-operator',
      },
    ]);
    assert.deepEqual(
      releaseFailures({
        ...wrong,
        repositoryOpts: { repo: "https://helm.ngc.nvidia.com/nvidia/" },
      }),
      [],
    );
  });

  for (const chart of charts) {
    it(`of ${chart.name} installs from each of its repositories`, () => {
      for (const repository of chart.repositories) {
        const isRegistry = repository.startsWith("oci://");
        const source = isRegistry
          ? { chart: `${repository}/${chart.name}` }
          : { chart: chart.name, repositoryOpts: { repo: repository } };
        const cluster = new ExampleCluster();
        if (chart.neededKinds.length > 0) cluster.make(types.release, crdRelease);
        const values = { settings: { clusterName: "platform" } };
        cluster.make(types.release, {
          ...source,
          name: "example",
          namespace: "default",
          version: "1.0.0",
          values,
        });
        assert.ok(cluster.made().includes("default/example"));
        for (const { key } of chart.definitions)
          assert.ok(cluster.definitions().includes(key), key);
      }
    });
  }

  it("of karpenter-crd makes NodePools possible", () => {
    const cluster = new ExampleCluster();
    assert.throws(() => cluster.make(types.nodePool, nodePool()), {
      message:
        'no matches for kind "NodePool" in version "karpenter.sh/v1"; ensure the Helm release that brings its CRD is installed first',
    });
    cluster.make(types.release, crdRelease);
    assert.equal(cluster.make(types.nodePool, nodePool()).id, "gpu");
  });
});
