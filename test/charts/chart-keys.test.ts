import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";

import { before, describe, it } from "mocha";

import type { PlatformConfig } from "../../infra/config/schema";
import { stackNames } from "../../infra/config/stack-names";
import { chartKeyPaths, unknownChartKeys } from "../support/chart-keys";
import { type ChartRelease, chartReleases } from "../support/chart-releases";
import { fixtureStacks, shippedStacks, stackConfig } from "../support/stack-values";

/** A choice of a stack that changes what is set in a chart, or which charts are installed. */
interface Variant {
  readonly stack: string;
  /** Where the stack's file is. */
  readonly folder: string;
  readonly choice: string;
  readonly changes: (config: PlatformConfig) => Partial<PlatformConfig>;
}

const identities = ["irsa", "pod-identity"] as const;
const variants: readonly Variant[] = [
  ...stackNames(shippedStacks).flatMap((stack) =>
    identities.map((identity) => ({
      stack,
      folder: shippedStacks,
      choice: `with the identity ${identity}`,
      changes: ({ karpenter }: PlatformConfig) => ({ karpenter: { ...karpenter, identity } }),
    })),
  ),
  inProduction("on Bottlerocket", () => ({
    gpu: { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" },
  })),
  inProduction("on Ubuntu", () => ({
    gpu: {
      stack: "ubuntu-operator",
      ubuntuAmi: "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
    },
  })),
  inProduction("without an operator", () => ({ gpu: { stack: "al2023-device-plugin" } })),
  inProduction("with EFA", ({ tiers }) => ({
    tiers: { ...tiers, "gpu-training": { ...tiers["gpu-training"], efa: true } },
  })),
];

/** The fixture stack with the most charts. */
function inProduction(choice: string, changes: Variant["changes"]): Variant {
  return { stack: "production-us-east-1", folder: fixtureStacks, choice, changes };
}

/** Every chart and version that a test may meet, and where the keys come from. */
const lists = readdirSync(path.join(__dirname, "../fixtures/charts"))
  .flatMap((file) => /^(.+)\.keys\.json$/.exec(file)?.[1] ?? [])
  .sort();

describe("what is set in a chart", function () {
  this.timeout(600_000);
  const found = new Map<Variant, readonly ChartRelease[]>();

  before(async () => {
    for (const variant of variants) {
      const { stack, folder, changes } = variant;
      const config = stackConfig(stack, folder);
      found.set(variant, await chartReleases(stack, changes(config), folder));
    }
  });

  for (const variant of variants) {
    it(`is known to the chart at its version, in ${nameOf(variant)}`, () => {
      const releases = found.get(variant) ?? [];
      assert.ok(releases.length >= 2, "the two charts of Karpenter at least");
      for (const release of releases) {
        assert.deepEqual(unknownChartKeys(listOf(release), release.values), [], listOf(release));
      }
    });
  }

  it("is looked at in every chart that the program can install", () => {
    const charts = new Set([...found.values()].flat().map(({ chart }) => chart));
    assert.deepEqual([...charts].sort(), [
      "aws-efa-k8s-device-plugin",
      "dcgm-exporter",
      "gpu-operator",
      "karpenter",
      "karpenter-crd",
      "neuron-helm-chart",
      "nvidia-device-plugin",
    ]);
  });

  it("is reported if it is misspelled, whichever key it is", () => {
    const releases = [...found.values()].flat();
    let misspelled = 0;
    for (const release of releases) {
      for (const keyPath of chartKeyPaths(listOf(release), release.values)) {
        const values = withMisspelled(release.values, keyPath);
        const unknown = unknownChartKeys(listOf(release), values);
        assert.equal(unknown[0], `${keyPath}s`, `${listOf(release)}: ${keyPath}`);
        misspelled++;
      }
    }
    assert.ok(misspelled > 100, `${misspelled} keys`);
  });
});

describe("the recorded lists of chart keys", () => {
  it("include those of kube-prometheus-stack, for the values of a stack that installs it", () => {
    // Five switches that decide whether monitors of other releases are seen at all:
    // https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/values.yaml
    const prometheusSpec = {
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
    };
    const chart = "kube-prometheus-stack-88.5.3";
    assert.deepEqual(unknownChartKeys(chart, { prometheus: { prometheusSpec } }), []);
    assert.deepEqual(
      unknownChartKeys(chart, {
        prometheus: { prometheusSpec: { ruleSelectorNilUsesHelm: false } },
      }),
      ["prometheus.prometheusSpec.ruleSelectorNilUsesHelm"],
    );
  });

  for (const list of lists) {
    it(`of ${list} know nothing of a key that is made up`, () => {
      assert.deepEqual(unknownChartKeys(list, { notAKeyOfAnyChart: true }), ["notAKeyOfAnyChart"]);
    });
  }

  it("are missed by name when a chart or version has none", () => {
    assert.throws(() => unknownChartKeys("karpenter-0.0.1", {}), {
      message:
        "karpenter-0.0.1: no list of the chart's keys; record one with test/fixtures/charts/extract.ts",
    });
  });
});

function nameOf({ stack, folder, choice }: Variant): string {
  return `${folder === fixtureStacks ? "the fixture " : ""}${stack} ${choice}`;
}

/** Name of a release's list. */
function listOf({ chart, version }: ChartRelease): string {
  return `${chart}-${version}`;
}

/** A copy in which the key at the end of the path has one letter too many. */
function withMisspelled(values: Readonly<Record<string, unknown>>, keyPath: string): unknown {
  const copy = structuredClone(values) as Record<string, unknown>;
  const keys = keyPath.split(".");
  const last = keys.pop() ?? "";
  let parent = copy;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  parent[`${last}s`] = parent[last];
  delete parent[last];
  return copy;
}
