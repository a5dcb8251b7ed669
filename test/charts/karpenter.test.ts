import assert from "node:assert/strict";
import path from "node:path";

import { before, describe, it } from "mocha";

import { stackNames } from "../../infra/config/stack-names";
import { findKarpenterCharts } from "../../dev/programs/karpenter-charts";
import { testedReleases } from "../../components/karpenter/releases";
import { reporterFor } from "../../command-line/reporter";
import { type ChartRelease, chartReleases } from "../support/chart-releases";
import {
  type Manifest,
  manifestsOf,
  renderCharts,
  type Rendered,
  type RenderRequest,
  theManifest,
} from "../support/helm-render";
import { shippedStacks, stackConfig } from "../support/stack-values";

const identities = ["irsa", "pod-identity"] as const;
const stacks = stackNames(shippedStacks);
const [anyStack = ""] = stacks;
const systemNodes = { "kubernetes.io/os": "linux", "node-group": "system" };
const podLabels = {
  "app.kubernetes.io/instance": "karpenter",
  "app.kubernetes.io/name": "karpenter",
};

/** The gates of `settings.featureGates` and their names in the controller's environment, in the order of the chart. */
const gateNames = {
  reservedCapacity: "ReservedCapacity",
  spotToSpotConsolidation: "SpotToSpotConsolidation",
  nodeRepair: "NodeRepair",
  nodeOverlay: "NodeOverlay",
  staticCapacity: "StaticCapacity",
  capacityBuffer: "CapacityBuffer",
  terminateFirstDrift: "TerminateFirstDrift",
  terminateFirstRepair: "TerminateFirstRepair",
  podDeletionCostManagement: "PodDeletionCostManagement",
};

/** The parts of a pod that the tests look at. */
interface PodSpec {
  readonly serviceAccountName: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly unknown[];
  readonly affinity: unknown;
  readonly topologySpreadConstraints: unknown;
  readonly priorityClassName: string;
  readonly dnsPolicy: string;
  readonly containers: readonly {
    readonly env: readonly { readonly name: string; readonly value?: string }[];
    readonly resources: unknown;
  }[];
}

/** Both charts of one stack, rendered, and the release of the controller. */
interface Installation {
  readonly controller: Rendered;
  readonly crds: Rendered;
  readonly release: ChartRelease;
}

describe("Karpenter's charts with the values of a stack", function () {
  this.timeout(600_000);
  const installations = new Map<string, Installation>();
  const charts = new Map<string, string>();

  before(async () => {
    for (const version of Object.values(testedReleases)) {
      const reporter = reporterFor(process.stderr);
      charts.set(version, await findKarpenterCharts(version, process.env, reporter));
    }
    const keys: string[] = [];
    const releases: ChartRelease[] = [];
    const requests: RenderRequest[] = [];
    for (const stack of stacks) {
      for (const identity of identities) {
        const { karpenter } = stackConfig(stack, shippedStacks);
        const all = await chartReleases(
          stack,
          { karpenter: { ...karpenter, identity } },
          shippedStacks,
        );
        const [controller, crds] = ["karpenter", "karpenter-crd"].map((name) => named(all, name));
        assert.ok(controller !== undefined && crds !== undefined);
        keys.push(`${stack} ${identity}`);
        releases.push(controller);
        const kubeVersion = stackConfig(stack, shippedStacks).versions.kubernetes;
        requests.push(request(controller, kubeVersion), request(crds, kubeVersion));
      }
    }
    const rendered = await renderCharts(requests);
    for (const [index, key] of keys.entries()) {
      const [controller, crds, release] = [
        rendered[2 * index],
        rendered[2 * index + 1],
        releases[index],
      ];
      assert.ok(controller !== undefined && crds !== undefined && release !== undefined);
      installations.set(key, { controller, crds, release });
    }
  });

  const request = (release: ChartRelease, kubeVersion: string): RenderRequest => ({
    chart: path.join(charts.get(release.version) ?? assert.fail(release.version), release.chart),
    releaseName: release.releaseName,
    namespace: release.namespace,
    kubeVersion,
    values: release.values,
  });
  const installation = (stack: string, identity: string): Installation => {
    const one = installations.get(`${stack} ${identity}`);
    return one ?? assert.fail(`${stack} ${identity} is not rendered`);
  };

  it("are those of a tested release in every stack", () => {
    for (const stack of stacks) {
      const { karpenter } = stackConfig(stack, shippedStacks).versions;
      assert.ok(Object.values(testedReleases).includes(karpenter), stack);
    }
  });

  for (const stack of stacks) {
    for (const identity of identities) {
      describe(`${stack}, ${identity}`, () => {
        it("render to what the controller needs, and to nothing else", () => {
          const { controller } = installation(stack, identity);
          assert.deepEqual(
            manifestsOf(controller).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
            [
              "PodDisruptionBudget karpenter",
              "ServiceAccount karpenter",
              "ClusterRole karpenter-admin",
              "ClusterRole karpenter-core",
              "ClusterRole karpenter",
              "ClusterRoleBinding karpenter-core",
              "ClusterRoleBinding karpenter",
              "Role karpenter",
              "Role karpenter-dns",
              "RoleBinding karpenter",
              "RoleBinding karpenter-dns",
              "Service karpenter",
              "Deployment karpenter",
            ],
          );
        });

        it("put two replicas on two system nodes in two zones, never on nodes of Karpenter", () => {
          const deployment = theManifest(installation(stack, identity).controller, "Deployment");
          assert.equal(deployment.metadata.namespace, "kube-system");
          assert.equal((deployment["spec"] as { replicas: number }).replicas, 2);
          const pod = podOf(deployment);
          assert.deepEqual(pod.nodeSelector, systemNodes);
          assert.deepEqual(pod.tolerations, [{ key: "CriticalAddonsOnly", operator: "Exists" }]);
          assert.deepEqual(pod.affinity, {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "DoesNotExist" }],
                  },
                ],
              },
            },
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                {
                  labelSelector: { matchLabels: podLabels },
                  topologyKey: "kubernetes.io/hostname",
                },
              ],
            },
          });
          assert.deepEqual(pod.topologySpreadConstraints, [
            {
              labelSelector: { matchLabels: podLabels },
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "DoNotSchedule",
            },
          ]);
        });

        it("evict the controller last, one replica at a time", () => {
          const { controller } = installation(stack, identity);
          const pod = podOf(theManifest(controller, "Deployment"));
          assert.equal(pod.priorityClassName, "system-cluster-critical");
          const size = { cpu: "1", memory: "1Gi" };
          assert.deepEqual(pod.containers[0]?.resources, { limits: size, requests: size });
          assert.deepEqual(theManifest(controller, "PodDisruptionBudget")["spec"], {
            maxUnavailable: 1,
            selector: { matchLabels: podLabels },
          });
        });

        // CoreDNS runs on the system nodes, not on Karpenter's, so the controller may ask it.
        it("resolve names by the cluster's DNS", () => {
          const { controller } = installation(stack, identity);
          assert.equal(podOf(theManifest(controller, "Deployment")).dnsPolicy, "ClusterFirst");
        });

        it("tell the controller cluster, queue and region, and let it look the endpoint up", () => {
          const { controller } = installation(stack, identity);
          const env = environmentOf(controller);
          const { region, cluster } = stackConfig(stack, shippedStacks);
          assert.equal(env["CLUSTER_NAME"], cluster.name);
          assert.equal(env["INTERRUPTION_QUEUE"], cluster.name);
          assert.equal(env["AWS_REGION"], region);
          assert.deepEqual(
            Object.keys(env).filter((name) =>
              /ENDPOINT|CA_BUNDLE|ISOLATED|CONTROL_PLANE/.test(name),
            ),
            [],
          );
        });

        it("pass the feature gates of the values on", () => {
          const { controller, release } = installation(stack, identity);
          const { featureGates } = release.values["settings"] as {
            featureGates: Record<string, boolean>;
          };
          const expected = Object.entries(gateNames)
            .filter(([gate]) => gate in featureGates)
            .map(([gate, name]) => `${name}=${featureGates[gate]}`);
          assert.equal(environmentOf(controller)["FEATURE_GATES"], expected.join(","));
          assert.equal(featureGates["reservedCapacity"], true);
        });

        it("bind the service account to the controller's role as the identity asks for", () => {
          const { controller } = installation(stack, identity);
          const account = theManifest(controller, "ServiceAccount");
          const { name } = stackConfig(stack, shippedStacks).cluster;
          assert.equal(account.metadata.namespace, "kube-system");
          assert.deepEqual(
            account.metadata.annotations ?? {},
            identity === "irsa"
              ? { "eks.amazonaws.com/role-arn": `arn:aws:iam::123456789012:role/${name}-karpenter` }
              : {},
          );
          const pod = podOf(theManifest(controller, "Deployment"));
          assert.equal(pod.serviceAccountName, "karpenter");
        });

        it("install five CRDs with the CRD chart alone, which an uninstall keeps", () => {
          const { crds, release } = installation(stack, identity);
          assert.equal(release.skipCrds, true);
          assert.deepEqual(
            manifestsOf(crds).map(({ kind, metadata }) => [
              kind,
              metadata.name,
              metadata.annotations?.["helm.sh/resource-policy"],
            ]),
            [
              ["CustomResourceDefinition", "capacitybuffers.autoscaling.x-k8s.io", "keep"],
              ["CustomResourceDefinition", "ec2nodeclasses.karpenter.k8s.aws", "keep"],
              ["CustomResourceDefinition", "nodeclaims.karpenter.sh", "keep"],
              ["CustomResourceDefinition", "nodeoverlays.karpenter.sh", "keep"],
              ["CustomResourceDefinition", "nodepools.karpenter.sh", "keep"],
            ],
          );
        });

        it("override nothing that is not in the chart's values.yaml", () => {
          const { controller, release } = installation(stack, identity);
          assert.deepEqual(missingIn(controller.defaults, release.values), []);
        });
      });
    }
  }

  it("bring a monitor only where the cluster knows the kind", async () => {
    const { release } = installation(anyStack, "irsa");
    const wanted = { ...release, values: { ...release.values, serviceMonitor: { enabled: true } } };
    const [without, withKind] = await renderCharts([
      request(wanted, "1.35"),
      { ...request(wanted, "1.35"), apiVersions: ["monitoring.coreos.com/v1"] },
    ]);
    const kinds = (one?: Rendered) => manifestsOf(one ?? assert.fail()).map(({ kind }) => kind);
    assert.ok(!kinds(without).includes("ServiceMonitor"));
    assert.ok(kinds(withKind).includes("ServiceMonitor"));
  });

  it("are not rendered from values that are wrong", async () => {
    const { release } = installation(anyStack, "irsa");
    const wrong: readonly (readonly [Record<string, unknown>, RegExp])[] = [
      [{ settings: {} }, /Chart cannot be installed without a valid settings\.clusterName!/],
      [{ nodeSelector: "system" }, /cannot unmarshal string .*nodeSelector/],
      [{ controller: { env: [{ nam: "AWS_REGION" }] } }, /unknown field ".*env\[\d+\]\.nam"/],
      [{ controller: { metrics: 8080 } }, /cannot overwrite table with non table/],
    ];
    const rendered = await renderCharts(
      wrong.map(([values]) =>
        request({ ...release, values: { ...release.values, ...values } }, "1.35"),
      ),
    );
    for (const [index, [, expected]] of wrong.entries()) {
      assert.match(rendered[index]?.fault ?? "", expected);
    }
  });
});

function named(releases: readonly ChartRelease[], name: string): ChartRelease | undefined {
  return releases.find(({ releaseName }) => releaseName === name);
}

function podOf(deployment: Manifest): PodSpec {
  return (deployment["spec"] as { template: { spec: PodSpec } }).template.spec;
}

/** The variables that the chart gives as text. */
function environmentOf(controller: Rendered): Readonly<Record<string, string>> {
  const { containers } = podOf(theManifest(controller, "Deployment"));
  return Object.fromEntries(
    (containers[0]?.env ?? []).flatMap(({ name, value }) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

/** Paths of keys in `values` that the chart's defaults do not have; a map that is empty there, or of labels, may hold any. */
function missingIn(defaults: unknown, values: unknown, prefix = ""): readonly string[] {
  if (!isMap(values)) return [];
  const known = isMap(defaults) ? defaults : {};
  if (prefix !== "" && Object.keys(known).every((key) => key.includes("/"))) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const keyPath = prefix === "" ? key : `${prefix}.${key}`;
    return key in known ? missingIn(known[key], value, keyPath) : [keyPath];
  });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
