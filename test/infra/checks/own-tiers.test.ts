import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { poolNames } from "../../../components/node-pools/pool-names";
import { tierNames } from "../../../components/node-pools/tier-profiles";
import { stackFaults } from "../../support/stack-faults";

type Tiers = Record<string, Record<string, unknown>>;

/** The faults of a stack with these tiers and no others, and of its node classes. */
const faults = (tiers: Tiers, nodeClasses: Tiers = {}): string[] =>
  stackFaults("production-us-east-1", (sections) => {
    sections["tiers"] = tiers;
    sections["nodeClasses"] = nodeClasses;
  });

const vision = { from: "gpu-training", families: ["p5"] };

describe("a tier of the stack's own", () => {
  it("takes every key of a tier with a profile", () => {
    const tier = {
      ...vision,
      labels: { team: "vision" },
      taints: [{ key: "team", value: "vision", effect: "NoSchedule" }],
      limits: { "nvidia.com/gpu": 16 },
      weight: 95,
      sizes: ["48xlarge"],
      expireAfter: "Never",
      nodeClass: "team-vision",
    };
    const classes = { "team-vision": { from: "gpu-training", volume: { sizeGiB: 100 } } };
    assert.deepEqual(faults({ "team-vision-h100": tier }, classes), []);
    assert.deepEqual(
      faults(
        { "team-vision-h100": { ...tier, retired: true }, "team-vision-h100-b": tier },
        classes,
      ),
      [],
    );
  });

  it("is told from a misspelt tier by the key from", () => {
    const names = poolNames.join(", ");
    assert.deepEqual(faults({ "gpu-trainin": {}, "team-x": {} }), [
      `tiers.gpu-trainin: unknown key, got {}; expected one of ${names}, or a name of your own with the key from; did you mean gpu-training?`,
      `tiers.team-x: unknown key, got {}; expected one of ${names}, or a name of your own with the key from; add from to it, or remove it`,
    ]);
    assert.deepEqual(faults({ "team-x": { from: "gpu-trainin" } }), [
      `tiers.team-x.from: unknown value, got "gpu-trainin"; expected one of ${tierNames.join(", ")}; did you mean gpu-training?`,
    ]);
    assert.match(
      faults({ "gpu-training": { from: "gpu-general" } })[0] ?? "",
      /^tiers\.gpu-training\.from: unknown key/,
    );
  });

  it("has a name that fits into a label, with its second slot", () => {
    const longest = "t".repeat(61);
    assert.deepEqual(faults({ [longest]: vision, [`${longest}-b`]: { ...vision, weight: 5 } }), []);
    for (const name of ["t".repeat(62), "Team", "team.x", "-team", "team-", "team_x", "x-b-b"]) {
      assert.match(faults({ [name]: vision })[0] ?? "", /: not a name, got /, name);
    }
  });

  it("does not take the label of another tier's nodes as its name", () => {
    assert.deepEqual(faults({ "gpu-chain": vision }), [
      'tiers.gpu-chain: its name is the node-type of gpu-tier1-g5-spot, got "gpu-chain"; expected a name that no other tier\'s nodes have as their label; rename it, such as <team>-<name>',
    ]);
  });

  it("begins with the same profile in both slots, because the same pods fit both", () => {
    assert.deepEqual(faults({ team: vision, "team-b": { from: "gpu-training-protected" } }), [
      'tiers.team-b.from: not the profile of team, the other slot of the tier, got "gpu-training-protected"; expected gpu-training; set both to the same, or give the tier another name',
    ]);
  });

  it("needs the weight of its slots to differ, as other tiers do", () => {
    assert.match(
      faults({ team: vision, "team-b": vision })[0] ?? "",
      /^tiers\.team-b\.weight: same weight as team, the other slot of the tier/,
    );
  });

  it("names its families in place of the profile's, with the profile's accelerator", () => {
    assert.deepEqual(
      faults({
        team: {
          from: "trainium-trn1",
          families: ["trn1"],
          sizes: ["32xlarge"],
          limits: { "aws.amazon.com/neuron": 16 },
        },
      }),
      [],
    );
    assert.deepEqual(faults({ team: { from: "inferentia", families: ["inf2", "trn1"] } }), [
      'tiers.team.families[1]: launches nothing in a tier from inferentia: excluded by karpenter.k8s.aws/instance-accelerator-name In [inferentia inferentia2], got "trn1"; expected families with aws.amazon.com/neuron that the profile admits; remove it, or begin with the profile of another tier',
    ]);
    assert.match(
      faults({ team: { from: "multi-arch", families: ["m8g", "g5"], limits: { cpu: 64 } } })[0] ??
        "",
      /^tiers\.team\.families\[1\]: launches nothing in a tier from multi-arch: excluded by karpenter\.k8s\.aws\/instance-gpu-count DoesNotExist/,
    );
    assert.match(
      faults({ team: { from: "gpu-training", families: ["g4ad"] } })[0] ?? "",
      /^tiers\.team\.families: no instance type is left: g4ad/,
    );
  });

  // https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html
  it("has no family that cannot start the AMI, such as a1 with the first Graviton", () => {
    const families = (...names: string[]) =>
      faults({ team: { from: "multi-arch", families: names, limits: { cpu: 64 } } });
    assert.match(
      families("m8g", "a1")[0] ?? "",
      /^tiers\.team\.families\[1\]: launches nothing in a tier from multi-arch: excluded by karpenter\.k8s\.aws\/instance-family NotIn \[a1\]/,
    );
    assert.match(families("a1")[0] ?? "", /^tiers\.team\.families: no instance type is left: a1/);
    assert.deepEqual(families("m6g"), []);
  });

  it("may have every class of GPU, because its name promises none", () => {
    assert.deepEqual(faults({ team: { from: "gpu-tier1-g5-spot", gpus: ["l4"] } }), []);
  });

  it("uses a node class that exists", () => {
    assert.match(
      faults({ team: { ...vision, nodeClass: "team" } })[0] ?? "",
      /^tiers\.team\.nodeClass: no such node class, got "team"; expected one of default, .*; correct it, or add nodeClasses\.team with the key from$/,
    );
    assert.match(
      faults({ "gpu-training": {} }, { "gpu-trainin": {} })[0] ?? "",
      /^nodeClasses\.gpu-trainin: unknown key, .* did you mean gpu-training\?$/,
    );
    assert.match(
      faults({ "gpu-training": {} }, { Team: { from: "default" } })[0] ?? "",
      /^nodeClasses\.Team: not a name/,
    );
  });
});

describe("the labels and taints of a stack file", () => {
  it("do not replace a label that the tier has, which would have no effect", () => {
    assert.deepEqual(
      faults({ "gpu-training": { labels: { workload: "general", accelerator: "nvidia" } } }),
      [
        'tiers.gpu-training.labels.workload: has no effect: the nodes of the tier have workload=training, got "general"; expected a key that the tier does not set; rename or remove it',
      ],
    );
  });

  it("are no labels of EKS or of an agent, which would turn its work on or off", () => {
    for (const key of [
      "eks.amazonaws.com/compute-type",
      "sagemaker.amazonaws.com/node-health-status",
      "nvidia.com/mig.config",
      "nvidia.com/device-plugin.config",
      "k8s.nvidia.com/gpu",
      "vpc.amazonaws.com/efa.present",
      "feature.node.kubernetes.io/pci-10de.present",
      "accelerator-platform.io/retired",
    ]) {
      assert.deepEqual(faults({ "gpu-inference": { labels: { [key]: "false" } } }), [
        `tiers.gpu-inference.labels["${key}"]: EKS or an agent sets this label, or selects nodes by it, got "${key}"; expected a key of your own, such as team or example.com/team; remove it; gpuSharing and efa set the labels that they need`,
      ]);
    }
    const efa = { gpus: ["h100"], efa: true, labels: { "vpc.amazonaws.com/efa.present": "false" } };
    assert.equal(faults({ "gpu-training": efa }).length, 1);
    const own = { "notnvidia.com/team": "a", "example.com/nvidia.com": "b" };
    assert.deepEqual(faults({ "gpu-inference": { labels: own } }), []);
  });

  // https://karpenter.sh/v1.15/concepts/scheduling/#well-known-labels
  it("do not choose nodes, because Karpenter takes a well-known label for a requirement", () => {
    for (const key of [
      "topology.kubernetes.io/zone",
      "topology.ebs.csi.aws.com/zone",
      "failure-domain.beta.kubernetes.io/zone",
      "kubernetes.io/arch",
      "beta.kubernetes.io/os",
      "karpenter.sh/capacity-type",
      "node.kubernetes.io/instance-type",
      "karpenter.k8s.aws/instance-family",
      "karpenter.k8s.aws/instance-size",
    ]) {
      assert.deepEqual(faults({ "gpu-inference": { labels: { [key]: "a" } } }), [
        `tiers.gpu-inference.labels["${key}"]: Karpenter takes it for a requirement on the nodes, got "${key}"; expected a key of your own, such as team or example.com/team; use zones, families, sizes or capacityTypes`,
      ]);
    }
  });

  it("do not draw the pods of other tiers where the tier itself has no such label", () => {
    const chain = { "fallback-chain": "gpu-inference" };
    assert.deepEqual(faults({ "gpu-inference": { labels: chain } }), [
      'tiers.gpu-inference.labels.fallback-chain: pods select other tiers by this label, got "gpu-inference"; expected a key of your own, such as team or example.com/team; remove it; a tier that begins with one of the chain is in the chain, such as from: gpu-tier1-g5-spot',
    ]);
    assert.match(
      faults({ "multi-arch": { limits: { cpu: 64 }, labels: { accelerator: "nvidia" } } })[0] ?? "",
      /^tiers\.multi-arch\.labels\.accelerator: pods select other tiers by this label/,
    );
    assert.match(
      faults({ "gpu-inference": { labels: { "node-type": "gpu-training" } } })[0] ?? "",
      /^tiers\.gpu-inference\.labels\.node-type: has no effect/,
    );
  });

  it("and names of tiers may be names that every object of JavaScript has", () => {
    const labels = { constructor: "a", toString: "b" };
    assert.deepEqual(faults({ "gpu-inference": { labels } }), []);
    assert.deepEqual(faults({ "constructor-b": vision }), []);
  });

  it("neither touch the isolation of accelerators nor draw their pods to other nodes", () => {
    const taint = (key: string) => ({ key, value: "false", effect: "NoSchedule" });
    assert.match(
      faults({ "gpu-training": { taints: [taint("nvidia.com/gpu")] } })[0] ?? "",
      /^tiers\.gpu-training\.taints\[0\]\.key: the profile has a taint with this key, which stays as it is/,
    );
    assert.match(
      faults({ "multi-arch": { limits: { cpu: 64 }, taints: [taint("nvidia.com/gpu")] } })[0] ?? "",
      /^tiers\.multi-arch\.taints\[0\]\.key: marks the nodes of other tiers/,
    );
    assert.match(
      faults({ "gpu-training": { taints: [taint("node.kubernetes.io/own")] } })[0] ?? "",
      /Kubernetes and Karpenter set and remove taints of this domain/,
    );
    assert.match(
      faults({ "gpu-training": { taints: [taint("team"), taint("team")] } })[0] ?? "",
      /^tiers\.gpu-training\.taints\[1\]\.key: named twice with the same effect/,
    );
  });
});

describe("the age of nodes in a stack file", () => {
  it("is Never in a training tier, because expiry ends jobs", () => {
    assert.deepEqual(faults({ "gpu-training": { expireAfter: "Never" } }), []);
    assert.deepEqual(faults({ team: { ...vision, expireAfter: "2160h" } }), [
      'tiers.team.expireAfter: ends training jobs: budgets and windows do not hold expiry back, got "2160h"; expected Never; remove it; drift in the maintenance window replaces old nodes',
    ]);
  });

  it("is at least an hour elsewhere", () => {
    assert.deepEqual(faults({ "gpu-inference": { expireAfter: "1h" } }), []);
    assert.match(
      faults({ "gpu-inference": { expireAfter: "0s" } })[0] ?? "",
      /^tiers\.gpu-inference\.expireAfter: nodes would be replaced almost as fast as they start/,
    );
  });
});
