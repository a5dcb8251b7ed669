import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { compatibilityTable } from "../../../infra/checks/compatibility-table";
import {
  amiReleasesExist,
  gpuOperatorKnowsKubernetes,
  systemNodesFitControlPlane,
  versionsFitTogether,
} from "../../../infra/checks/version-compatibility";
import { formatFault } from "../../../infra/config/config-fault";
import { stackNames } from "../../../infra/config/stack-names";
import { shippedStacks, stackConfig } from "../../support/stack-values";

const stack = "production-us-east-1";
const shipped = stackConfig(stack);
const shippedAddons = shipped.versions.addons ?? assert.fail("the stack makes its cluster");

/** Versions that fit a minor, so that a test changes only what it is about. */
function versions(kubernetes: string, changes: Partial<typeof shipped.versions> = {}) {
  const addons = { ...shippedAddons, "kube-proxy": `v${kubernetes}.0-eksbuild.1` };
  return { ...shipped.versions, kubernetes, addons, amiAlias: "al2023@v20261023", ...changes };
}

/** Where the fixture's Karpenter is too old for the minor. */
const newest = { karpenter: "1.15.2" };

const faults = (kubernetes: string, changes: Partial<typeof shipped.versions> = {}) =>
  versionsFitTogether({ versions: versions(kubernetes, changes) }, stack).map(formatFault);

const amiFaults = (kubernetes: string, amiAlias: string) =>
  amiReleasesExist(
    { ...shipped, versions: versions(kubernetes, { amiAlias }), nodeClasses: {} },
    stack,
  ).map(formatFault);

const gpuAmiFaults = (kubernetes: string, amiAlias: string) =>
  amiReleasesExist(
    { versions: versions(kubernetes), gpu: { ...shipped.gpu, amiAlias }, nodeClasses: {} },
    stack,
  ).map(formatFault);

describe("the compatibility table", () => {
  // https://karpenter.sh/v1.14/upgrading/compatibility/
  const karpenter = {
    "1.31": "1.0.5",
    "1.32": "1.2.0",
    "1.33": "1.5.0",
    "1.34": "1.6.0",
    "1.35": "1.9.0",
    "1.36": "1.13.0",
    // MaxK8sVersion is 1.36 in v1.14.3 and 1.37 in v1.15.0:
    // https://github.com/aws/karpenter-provider-aws/blob/v1.15.0/pkg/providers/version/version.go
    "1.37": "1.15.0",
  };
  // https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/release-notes.html
  const gpuOperator = {
    "1.31": "v24.9.0",
    "1.32": "v25.3.0",
    "1.33": "v25.3.1",
    "1.34": "v25.10.0",
    "1.35": "v25.10.1",
    "1.36": "v26.3.2",
    // No source that names 1.37 was found.
    "1.37": undefined,
  };
  // Oldest entry that lists standard (both architectures), nvidia and neuron (x86_64) for the minor in
  // https://github.com/awslabs/amazon-eks-ami/blob/main/CHANGELOG.md
  const amiRelease = {
    "1.31": "20241024",
    "1.32": "20241225",
    "1.33": "20250519",
    "1.34": "20250915",
    "1.35": "20260114",
    "1.36": "20260610",
    // https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261012
    "1.37": "20261012",
  };

  // "Add new kubernetes 1.35 variants" and the like in
  // https://github.com/bottlerocket-os/bottlerocket/blob/develop/CHANGELOG.md
  const bottlerocket = {
    "1.31": ["v1.22.0", "v1.21.9"],
    "1.32": ["v1.30.0", "v1.29.9"],
    "1.33": ["v1.39.0", "v1.38.9"],
    "1.34": ["v1.47.0", "v1.46.9"],
    "1.35": ["v1.53.0", "v1.52.9"],
    "1.36": ["v1.61.0", "v1.60.9"],
    // https://github.com/bottlerocket-os/bottlerocket/pull/4946
    "1.37": ["v1.66.0", "v1.65.9"],
  } as const;

  it("has the lowest Karpenter of each minor, as Karpenter's documentation says", () => {
    assert.deepEqual(column("lowestKarpenter"), karpenter);
  });

  it("has the first GPU Operator of each minor, as NVIDIA's release notes say", () => {
    assert.deepEqual(column("lowestGpuOperator"), gpuOperator);
  });

  it("has the first AL2023 release of each minor, as the AMI's changelog says", () => {
    assert.deepEqual(column("firstAmiRelease"), amiRelease);
  });

  for (const [minor, release] of Object.entries(amiRelease)) {
    it(`takes al2023@v${release} with Kubernetes ${minor}, and nothing before it`, () => {
      assert.deepEqual(amiFaults(minor, `al2023@v${release}`), []);
      const earlier = `al2023@v${Number(release) - 1}`;
      assert.deepEqual(amiFaults(minor, earlier), [
        `versions.amiAlias: older than the first AMI of Kubernetes ${minor}, so it resolves to nothing and no node launches, got "${earlier}"; expected al2023@v${release} or later; raise it before Kubernetes`,
      ]);
    });
  }

  for (const [minor, [release, earlier]] of Object.entries(bottlerocket)) {
    it(`takes bottlerocket@${release} with Kubernetes ${minor}, and nothing before it`, () => {
      assert.equal(compatibilityTable[minor]?.firstBottlerocketRelease, release);
      assert.deepEqual(gpuAmiFaults(minor, `bottlerocket@${release}`), []);
      assert.deepEqual(gpuAmiFaults(minor, `bottlerocket@${earlier}`), [
        `gpu.amiAlias: older than the first AMI of Kubernetes ${minor}, so it resolves to nothing and no node launches, got "bottlerocket@${earlier}"; expected bottlerocket@${release} or later; raise it before Kubernetes`,
      ]);
    });
  }

  for (const minor of Object.keys(karpenter)) {
    it(`has a row for Kubernetes ${minor} that today's versions fit`, () => {
      assert.deepEqual(faults(minor, newest), []);
    });
  }

  for (const [minor, lowest, before] of [
    ["1.31", "1.14.0", "1.13.9"],
    ["1.32", "1.14.0", "1.13.9"],
    ["1.33", "1.14.0", "1.13.9"],
    ["1.34", "1.14.0", "1.13.9"],
    ["1.35", "1.14.0", "1.13.9"],
    ["1.36", "1.14.0", "1.13.9"],
    ["1.37", "1.15.0", "1.14.3"],
  ] as const) {
    it(`takes Karpenter ${lowest} with Kubernetes ${minor}, and nothing before it`, () => {
      assert.deepEqual(faults(minor, { karpenter: lowest }), []);
      assert.deepEqual(faults(minor, { karpenter: before }), [
        `versions.karpenter: too old for Kubernetes ${minor}, got "${before}"; expected ${lowest} or newer; raise Karpenter before Kubernetes`,
      ]);
    });
  }

  function column(name: "lowestKarpenter" | "lowestGpuOperator" | "firstAmiRelease") {
    return Object.fromEntries(
      Object.entries(compatibilityTable).map(([minor, row]) => [minor, row[name]]),
    );
  }
});

describe("versionsFitTogether", () => {
  it("refuses a minor that the table does not have, and still runs the checks that need no row", () => {
    assert.deepEqual(faults("1.38", { neuron: "1.8.0" }), [
      'versions.kubernetes: not in the compatibility table, got "1.38"; expected one of 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37; choose a minor that Karpenter supports, or extend infra/checks/compatibility-table.ts',
      'versions.neuron: too old for this program, which sets values of a later chart, got "1.8.0"; expected 1.9.0 or newer; raise the Neuron chart',
    ]);
  });

  it("refuses a minor on which no GPU Operator is known to work, in a stack that installs one", () => {
    const operatorFaults = (kubernetes: string, gpuStack: typeof shipped.gpu.stack) =>
      gpuOperatorKnowsKubernetes(
        { versions: versions(kubernetes), gpu: { ...shipped.gpu, stack: gpuStack } },
        stack,
      ).map(formatFault);
    assert.deepEqual(operatorFaults("1.37", "al2023-operator"), [
      'versions.kubernetes: no GPU Operator is known to be validated on it, v26.7.0 neither, got "1.37"; expected one of 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, or gpu.stack: al2023-device-plugin; choose an older minor, or enter the release that NVIDIA\'s platform support page names for it into infra/checks/compatibility-table.ts',
    ]);
    assert.deepEqual(operatorFaults("1.37", "al2023-device-plugin"), []);
    assert.deepEqual(operatorFaults("1.36", "al2023-operator"), []);
  });

  it("refuses a GPU Operator before v26.7.0, whose chart ignores operator.nodeSelector", () => {
    assert.deepEqual(faults("1.35", { gpuOperator: "v26.7.0" }), []);
    assert.deepEqual(faults("1.35", { gpuOperator: "v26.3.3" }), [
      'versions.gpuOperator: too old for this program or for Kubernetes 1.35, got "v26.3.3"; expected v26.7.0 or newer; raise the GPU Operator before Kubernetes',
    ]);
  });

  it("compares versions by number and not by text", () => {
    assert.deepEqual(faults("1.36", { karpenter: "2.0.0", neuron: "1.10.0" }), []);
    assert.deepEqual(faults("1.36", { karpenter: "1.100.0", gpuOperator: "v26.10.0" }), []);
  });

  it("accepts kube-proxy of the control plane's minor and of the three minors before", () => {
    const withProxy = (proxy: string) =>
      faults("1.35", { addons: { ...shippedAddons, "kube-proxy": proxy } });
    for (const minor of ["1.32", "1.33", "1.34", "1.35"]) {
      assert.deepEqual(withProxy(`v${minor}.1-eksbuild.2`), []);
    }
    for (const minor of ["1.31", "1.36"]) {
      assert.deepEqual(withProxy(`v${minor}.1-eksbuild.2`), [
        `versions.addons.kube-proxy: does not fit Kubernetes 1.35, got "v${minor}.1-eksbuild.2"; expected a minor from 1.32 to 1.35; choose the add-on version of the control plane's minor`,
      ]);
    }
  });
});

describe("amiReleasesExist", () => {
  it("refuses releases that are known to be broken", () => {
    assert.deepEqual(amiFaults("1.35", "al2023@v20260505"), [
      'versions.amiAlias: a broken release, its containerd breaks the SOCI snapshotter and nodes that use it stay NotReady, got "al2023@v20260505"; expected another release; choose a later one',
    ]);
    assert.deepEqual(amiFaults("1.35", "al2023@v20260520"), [
      'versions.amiAlias: a broken release, its nodes do not find the pause image and start no pod, got "al2023@v20260520"; expected another release; choose a later one',
    ]);
    // https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261012
    for (const release of ["20260930", "20261003"]) {
      assert.deepEqual(amiFaults("1.35", `al2023@v${release}`), [
        `versions.amiAlias: a broken release, its kernel 6.12 panics when memory is short and the node reboots, got "al2023@v${release}"; expected another release; choose a later one`,
      ]);
    }
  });

  it("checks the alias of the GPU nodes and of each node class", () => {
    const nodeClasses = { "gpu-training": { amiAlias: "al2023@v20260601" }, default: {} };
    const gpu = { ...shipped.gpu, amiAlias: "al2023@v20260505" };
    assert.deepEqual(
      amiReleasesExist({ versions: versions("1.36"), gpu, nodeClasses }, stack).map(formatFault),
      [
        'gpu.amiAlias: a broken release, its containerd breaks the SOCI snapshotter and nodes that use it stay NotReady, got "al2023@v20260505"; expected another release; choose a later one',
        'nodeClasses.gpu-training.amiAlias: older than the first AMI of Kubernetes 1.36, so it resolves to nothing and no node launches, got "al2023@v20260601"; expected al2023@v20260610 or later; raise it before Kubernetes',
      ],
    );
  });
});

describe("systemNodesFitControlPlane", () => {
  const withRelease = (releaseVersion: string) => {
    const systemNodes = { ...shipped.cluster.systemNodes, releaseVersion };
    const cluster = { ...shipped.cluster, systemNodes };
    return systemNodesFitControlPlane({ versions: versions("1.35"), cluster }, stack).map(
      formatFault,
    );
  };

  it("accepts only releases of the control plane's minor", () => {
    assert.deepEqual(withRelease("1.35.2-20260714"), []);
    assert.deepEqual(withRelease("1.34.9-20260714"), [
      'cluster.systemNodes.releaseVersion: does not fit Kubernetes 1.35, got "1.34.9-20260714"; expected a release of 1.35; change it together with versions.kubernetes',
    ]);
  });

  it("refuses a broken release, as an alias of the same day is refused", () => {
    assert.match(
      withRelease("1.35.2-20260505").join("\n"),
      /^cluster\.systemNodes\.releaseVersion: a broken release, .*, got "1\.35\.2-20260505"; expected another release; choose a later one$/,
    );
  });

  it("accepts a node group without a release", () => {
    assert.deepEqual(systemNodesFitControlPlane(shipped, stack), []);
  });
});

describe("the shipped stacks' versions", () => {
  for (const name of stackNames(shippedStacks)) {
    it(`of ${name} fit together`, () => {
      const config = stackConfig(name, shippedStacks);
      assert.deepEqual(
        [
          ...versionsFitTogether(config, name),
          ...gpuOperatorKnowsKubernetes(config, name),
          ...amiReleasesExist(config, name),
          ...systemNodesFitControlPlane(config, name),
        ],
        [],
      );
    });
  }
});
