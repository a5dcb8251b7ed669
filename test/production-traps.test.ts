import { pathText } from "../scheduling/values/fault";

/**
 * What breaks in real fleets although plan, preview and unit tests look fine, and the default that avoids it.
 * Each test fails without its remedy. Remedies that are tested elsewhere:
 *
 * | trap                                                    | test                                                      |
 * | ------------------------------------------------------- | --------------------------------------------------------- |
 * | another kubeconfig replaces the provider and all in it  | test/sandbox/engine/plans.test.ts                         |
 * | a renamed NodePool or release is deleted                | test/sandbox/engine/plans.test.ts, test/stacks/golden     |
 * | uninstalling Karpenter's CRDs takes every pool along    | test/charts/karpenter.test.ts                             |
 * | volumes under an own key that launches may not use      | test/components/cluster/volume-key-policy.builder.test.ts |
 * | a private endpoint that the deploying runner cannot see | test/workflows/workflows.test.ts                          |
 * | a training pool that takes other GPU pods               | test/policies/rules/capacity/cap-training-not-default.test.ts      |
 * | a driver installed over the AMI's own                   | test/components/gpu-operator/helm-values.builder.test.ts  |
 * | node repair that replaces working GPU nodes             | test/infra/checks/karpenter-settings-check.test.ts |
 * | subnets that run out of addresses under large tiers     | test/infra/checks/subnet-capacity-check.test.ts    |
 * | a Spot service-linked role with two owners              | test/commands/check/spot-role-owners.test.ts                 |
 * | a node role made again behind an existing access entry  | test/components/karpenter/node-role.test.ts               |
 * | an AMI alias that resolves to nothing                   | test/infra/checks/version-compatibility.test.ts    |
 * | a zone's name that is another place in another account  | test/infra/checks/network-checks.test.ts           |
 * | training types that are not to be had on demand         | test/infra/resolved/tier-spec.test.ts                         |
 * | training nodes that are never patched                   | test/policies/rules/disruption/dis-training-no-voluntary.test.ts     |
 */
import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { checkedConfig } from "../infra/checks/checked-config";
import { stackNames } from "../infra/config/stack-names";
import { platformSpec } from "../infra/resolved/platform-spec";
import { platformResources } from "./support/platform";
import { nameOf, theResource, type RegisteredResource } from "./support/registered-resources";
import { shippedStacks, stackConfig, stackValues } from "./support/stack-values";

const nodePoolType = "kubernetes:karpenter.sh/v1:NodePool";
const production = "production-us-east-1";

interface NodePoolSpec {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: { readonly taints?: readonly object[] };
  };
  readonly disruption: {
    readonly consolidationPolicy: string;
    readonly consolidateAfter: string;
    readonly budgets: readonly {
      readonly nodes: string;
      readonly schedule?: string;
      readonly reasons?: readonly string[];
    }[];
  };
}

for (const stack of stackNames(shippedStacks)) {
  describe(`${stack} avoids`, () => {
    const config = stackConfig(stack, shippedStacks);
    let resources: readonly RegisteredResource[];
    before(async () => {
      resources = await platformResources(stack, {}, { folder: shippedStacks });
    });
    const pools = (): readonly RegisteredResource[] =>
      resources.filter(({ type }) => type === nodePoolType);
    const trainingPools = (): readonly NodePoolSpec[] =>
      pools()
        .map(({ inputs }) => inputs["spec"] as NodePoolSpec)
        .filter(({ template }) => template.metadata.labels["workload"] === "training");

    it("the replacement of the Kubernetes provider: its identity is said, and is no output", () => {
      const { region, cluster } = config;
      const { clusterIdentifier } = theResource(resources, "kubernetes").inputs;
      assert.equal(clusterIdentifier, `eks/${region}/${cluster.name}`);
    });

    it("pools that leave the state while the cluster cannot be reached", () => {
      // The provider's configuration travels as JSON text.
      assert.equal(theResource(resources, "kubernetes").inputs["deleteUnreachable"], "false");
    });

    it("controllers that start before their credentials: none has a pod identity", function () {
      // A choice of the stack file, with its own wait for the association: docs/configuration.md.
      if (config.karpenter.identity === "pod-identity") return;
      const associations = resources.filter(({ type }) => type.includes("PodIdentityAssociation"));
      assert.deepEqual(associations.map(nameOf), []);
    });

    it("the deletion of what holds nodes, by protection in production, of training pools, and where the file asks for it", () => {
      const guarded = [...pools(), ...releases(resources, /^karpenter/)];
      const isProtected = config.protect ?? config.environment === "production";
      const training = new Set<unknown>(trainingPools());
      const expected = ({ inputs }: RegisteredResource): boolean =>
        isProtected || (config.protect !== false && training.has(inputs["spec"]));
      assert.deepEqual(guarded.filter((one) => one.protect !== expected(one)).map(nameOf), []);
      assert.equal(releases(resources, /^karpenter/).length, 2);
    });

    it("the loss of every pool with Karpenter's CRDs: they outlive their release", () => {
      const [release] = releases(resources, /^karpenter-crd/);
      assert.deepEqual(release?.inputs["values"], {
        additionalAnnotations: { "helm.sh/resource-policy": "keep" },
      });
    });

    it("training pools that pass for something else: each is labelled", () => {
      const { tiers } = platformSpec(config);
      const train = tiers.filter(({ profile }) => profile.workloadClass === "training");
      assert.equal(trainingPools().length, train.length);
    });

    it("other GPU pods on training nodes: a second taint, which no admission plug-in tolerates", () => {
      for (const { template } of trainingPools()) {
        assert.deepEqual(
          template.spec.taints?.filter((taint) => "key" in taint && taint.key === "workload"),
          [{ key: "workload", value: "training", effect: "NoSchedule" }],
        );
      }
    });

    it("training nodes that are never patched: drift has hours of its own, or empty nodes go", () => {
      for (const { disruption } of trainingPools()) {
        const ofDrift = disruption.budgets.filter(
          ({ reasons }) => reasons === undefined || reasons.includes("Drifted"),
        );
        assert.ok(ofDrift.length > 0);
        // A block without a schedule would never end.
        const always = ofDrift.filter(
          ({ nodes, schedule }) => nodes === "0" && schedule === undefined,
        );
        const ofEmpty = disruption.budgets.filter(
          ({ reasons }) => reasons === undefined || reasons.includes("Empty"),
        );
        assert.deepEqual(ofEmpty, [{ nodes: "100%", reasons: ["Empty"] }]);
        assert.match(disruption.consolidateAfter, /^\d+m$/);
        if (always.length > 0) assert.equal(disruption.consolidationPolicy, "WhenEmpty");
      }
    });

    it("nodes that never join behind a role made again: the access entry goes with it", () => {
      const entry = theResource(resources, "karpenter-node-access-entry");
      const role = resources.find(({ name }) => name === "karpenter-node-role");
      assert.ok(role);
      assert.ok(entry.dependencies.includes(nameOf(role)));
      assert.match(String(entry.replacementTrigger), /^AROA:/);
    });
  });
}

describe(`the fixture ${production}`, () => {
  it("keeps every name when every version is another", async () => {
    const { versions } = stackConfig(production);
    const others = await platformResources(production, {
      versions: {
        ...versions,
        kubernetes: "1.36",
        karpenter: "1.99.0",
        gpuOperator: "v99.0.0",
        neuron: "9.9.9",
        amiAlias: "al2023@v20990101",
      },
    });
    const before = await platformResources(production);
    assert.deepEqual(others.map(identityOf), before.map(identityOf));
  });

  it("has training pools, so that what is asserted about them is asserted about something", () => {
    const { tiers } = platformSpec(stackConfig(production));
    assert.ok(tiers.filter(({ profile }) => profile.workloadClass === "training").length >= 2);
  });

  it("starts no controller before its credentials, by default", () => {
    assert.equal(stackConfig(production).karpenter.identity, "irsa");
  });

  it("says the provider's identity at a first preview, when nothing is known of the cluster", async () => {
    const preview = await platformResources(production, {}, { preview: true });
    const { clusterIdentifier } = theResource(preview, "kubernetes").inputs;
    assert.equal(clusterIdentifier, "eks/us-east-1/production-us-east-1");
  });
});

describe("a stack file without a maintenance window", () => {
  it("is refused where a tier trains", () => {
    const values = stackValues(production);
    delete values["accelerator-platform:maintenanceWindow"];
    const { faults = [] } = checkedConfig(production, values);
    assert.deepEqual(
      faults.map(({ path }) => pathText(path, "configuration")),
      ["maintenanceWindow"],
    );
  });
});

function releases(resources: readonly RegisteredResource[], name: RegExp) {
  return resources.filter(
    (resource) => resource.type === "kubernetes:helm.sh/v3:Release" && name.test(resource.name),
  );
}

/** What the engine and the cloud know a resource by. */
function identityOf(resource: RegisteredResource): string {
  const { name, metadata } = resource.inputs as { name?: string; metadata?: { name?: string } };
  return [nameOf(resource), name ?? metadata?.name ?? ""].join(" ");
}
