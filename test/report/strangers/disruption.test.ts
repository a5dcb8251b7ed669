import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { textFormat } from "../../../report/formats/text/text-format";
import {
  gpuTaint,
  poolManifest,
  reportOf,
  trapIds,
  trapText,
} from "../../support/report-of-manifests";

const budgetsOf = (...budgets: readonly object[]): object => ({
  consolidationPolicy: "WhenEmpty",
  consolidateAfter: "5m",
  budgets,
});

describe("the disruption of pools that nobody here wrote", function () {
  this.timeout(120_000);

  it("ignores a block of business hours where nodes expire", async () => {
    const disruption = budgetsOf(
      { nodes: "10%", reasons: ["Drifted"] },
      { nodes: "0", schedule: "0 12 * * mon-fri", duration: "8h30m", reasons: ["Drifted"] },
      { nodes: "100%", reasons: ["Empty"] },
    );
    const model = await reportOf([
      poolManifest("g6", { node: { expireAfter: "24h" }, disruption }),
    ]);
    assert.match(
      trapText(model, "expiry-ignores-block") ?? "",
      /^Budgets keep drift away for 42\.5 hours of the week, but expireAfter 24h heeds no budget/,
    );
    const never = await reportOf([poolManifest("g6", { disruption })]);
    assert.ok(!trapIds(never).includes("expiry-ignores-block"));
  });

  it("is unlimited outside of scheduled windows, and where the list of budgets is empty", async () => {
    for (const disruption of [
      budgetsOf(
        { nodes: "25%", schedule: "0 2 * * sun", duration: "3h" },
        { nodes: "25%", reasons: ["Empty"] },
      ),
      budgetsOf(
        { nodes: "10%", reasons: ["Empty"] },
        { nodes: "80%", reasons: ["Drifted"], schedule: "0 12 * * *", duration: "3h" },
      ),
      budgetsOf(),
    ]) {
      const model = await reportOf([poolManifest("g6", { disruption })]);
      assert.match(trapText(model, "no-budget-applies") ?? "", /Drifted/);
    }
    const leftOut = { consolidationPolicy: "WhenEmpty", consolidateAfter: "5m" };
    assert.deepEqual(trapIds(await reportOf([poolManifest("g6", { disruption: leftOut })])), []);
  });

  it("says when it is allowed, with several windows a week", async () => {
    const disruption = budgetsOf(
      { nodes: "0", schedule: "0 8 * * mon-fri", duration: "10h" },
      { nodes: "10%" },
    );
    const text = textFormat.render(await reportOf([poolManifest("g6", { disruption })]), {
      width: 200,
    });
    assert.match(text, /Mon-Thu 18:00 to 08:00/i);
    assert.doesNotMatch(text, /of the week,/);
  });

  it("never takes a node whose pool puts do-not-disrupt on it, and takes others in spite of the annotation", async () => {
    const key = "karpenter.sh/do-not-disrupt";
    const model = await reportOf([
      poolManifest("g6", { name: "all", annotations: { [key]: "true" } }),
      poolManifest("g6", { name: "form", annotations: { [key]: "8h" } }),
    ]);
    const texts = model.traps.filter(({ id }) => id === "nodes-never-disrupted");
    assert.match(
      texts.find(({ pool }) => pool === "all")?.text ?? "",
      /so every node has it: none is removed when empty/,
    );
    assert.match(
      texts.find(({ pool }) => pool === "form")?.text ?? "",
      /on nodes only "true" counts/,
    );
    const [calendar] = model.pools
      .filter(({ name }) => name === "all")
      .map((pool) => pool.calendar);
    assert.deepEqual(
      calendar?.reasons.map(({ openMinutes }) => openMinutes),
      [0, 0, 0],
    );
  });
});

describe("agents that nobody here wrote", function () {
  this.timeout(120_000);

  const agent = (
    name: string,
    image: string,
    tolerations: readonly object[],
    affinity?: object,
  ): object => ({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name },
    spec: {
      template: {
        spec: {
          tolerations,
          containers: [{ name, image }],
          ...(affinity === undefined ? {} : { affinity }),
        },
      },
    },
  });
  const toleratesAll = [{ operator: "Exists" }];
  const onGpus = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              {
                key: "feature.node.kubernetes.io/pci-10de.present",
                operator: "In",
                values: ["true"],
              },
            ],
          },
        ],
      },
    },
  };
  const plugin = agent("plugin", "nvcr.io/nvidia/k8s-device-plugin:v0.19.1", toleratesAll, onGpus);

  it("are known by their images: an exporter of GPUs that the GPU taint keeps off", async () => {
    const model = await reportOf([
      poolManifest("g6", { taints: [{ ...gpuTaint, value: "true" }] }),
      agent("exporter", "nvcr.io/nvidia/k8s/dcgm-exporter:4.8.3", []),
      agent("logs", "fluent/fluent-bit", []),
    ]);
    assert.match(
      trapText(model, "agent-kept-off") ?? "",
      /^exporter is meant for nodes of gpu and does not tolerate nvidia\.com\/gpu=true/,
    );
    assert.equal(model.traps.length, 1);
  });

  it("are whole if Node Feature Discovery labels the nodes of the device plugin, given or not", async () => {
    const discovery = agent(
      "nfd",
      "registry.k8s.io/nfd/node-feature-discovery:v0.18.3",
      toleratesAll,
    );
    for (const agents of [[plugin, discovery], [plugin]]) {
      const model = await reportOf([poolManifest("g6"), ...agents]);
      assert.ok(!trapIds(model).includes("devices-never-appear"));
    }
  });
});
