import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { checkedConfig } from "../../../infra/checks/checked-config";
import { formatFault } from "../../../infra/config/config-fault";
import { stackValues } from "../../support/stack-values";

const stack = "production-us-east-1";
const bottlerocket = { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" };
const ubuntuAmi = "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810";
const ubuntu = { stack: "ubuntu-operator", ubuntuAmi, driverVersion: "580.126.20" };

/** The faults of the production stack with other sections, each as the line a person reads. */
function faultsWith(sections: Readonly<Record<string, unknown>>): readonly string[] {
  const values = stackValues(stack);
  for (const [name, section] of Object.entries(sections)) {
    values[`accelerator-platform:${name}`] = section;
  }
  return (checkedConfig(stack, values).faults ?? []).map(formatFault);
}

describe("the section gpu", () => {
  it("may be left out, which means AL2023, the operator, and default versions of the other charts", () => {
    const { config } = checkedConfig(stack, stackValues(stack));
    assert.deepEqual(config?.gpu, { stack: "al2023-operator" });
    assert.equal(config?.versions.nvidiaDevicePlugin, "0.20.0");
    assert.equal(config?.versions.dcgmExporter, "4.8.2");
  });

  for (const [name, gpu] of Object.entries({
    "AL2023 with an alias of its own": { amiAlias: "al2023@v20261001" },
    Bottlerocket: bottlerocket,
    "Ubuntu 24.04": ubuntu,
    "Ubuntu 22.04": {
      ...ubuntu,
      ubuntuAmi: "ubuntu-eks/k8s_1.35/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260810",
    },
    "the device plugin": { stack: "al2023-device-plugin" },
  })) {
    it(`takes ${name}`, () => {
      assert.deepEqual(faultsWith({ gpu }), []);
    });
  }

  it("refuses aliases and images that are not pinned", () => {
    const [alias] = faultsWith({ gpu: { ...bottlerocket, amiAlias: "bottlerocket@latest" } });
    assert.equal(
      alias,
      'gpu.amiAlias: not allowed, got "bottlerocket@latest"; expected a pinned alias such as al2023@v20260903 or bottlerocket@v1.53.0; @latest drifts every node at each AMI release; set gpu.amiAlias',
    );
    const [image] = faultsWith({
      gpu: { ...ubuntu, ubuntuAmi: ubuntuAmi.replace("20260810", "*") },
    });
    assert.equal(
      image,
      'gpu.ubuntuAmi: not allowed, got "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"; expected the full name of an EKS image of Ubuntu 22.04 or 24.04 such as ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810; set gpu.ubuntuAmi',
    );
  });

  it("refuses Ubuntu releases for which NVIDIA builds no driver container", () => {
    const name =
      "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20260810";
    assert.match(faultsWith({ gpu: { ...ubuntu, ubuntuAmi: name } })[0] ?? "", /^gpu\.ubuntuAmi: /);
  });
});

describe("gpuAmiFitsTheStack", () => {
  it("requires the key that holds the AMI of the stack", () => {
    assert.deepEqual(faultsWith({ gpu: { stack: "bottlerocket-operator" } }), [
      "gpu.amiAlias: missing, but gpu.stack is bottlerocket-operator, got nothing; expected an alias of the family bottlerocket; set an alias such as bottlerocket@v1.53.0, or choose another gpu.stack",
    ]);
    assert.deepEqual(faultsWith({ gpu: { ...ubuntu, ubuntuAmi: undefined } }), [
      'gpu.ubuntuAmi: missing, but gpu.stack is ubuntu-operator, got nothing; expected the name of an image for Kubernetes 1.35; find the newest: aws ec2 describe-images --owners 099720109477 --filters "Name=name,Values=ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"',
    ]);
  });

  it("refuses an alias of another operating system", () => {
    assert.deepEqual(faultsWith({ gpu: { ...bottlerocket, amiAlias: "al2023@v20260903" } }), [
      'gpu.amiAlias: not an AMI of the stack bottlerocket-operator, got "al2023@v20260903"; expected an alias of the family bottlerocket; set an alias such as bottlerocket@v1.53.0, or choose another gpu.stack',
    ]);
    assert.deepEqual(faultsWith({ gpu: { amiAlias: "bottlerocket@v1.53.0" } }), [
      'gpu.amiAlias: not an AMI of the stack al2023-operator, got "bottlerocket@v1.53.0"; expected an alias of the family al2023; set an alias such as al2023@v20260903, or choose another gpu.stack',
    ]);
  });

  it("refuses an image for another Kubernetes than the stack's", () => {
    const name = ubuntuAmi.replace("k8s_1.35", "k8s_1.34");
    assert.deepEqual(faultsWith({ gpu: { ...ubuntu, ubuntuAmi: name } }), [
      'gpu.ubuntuAmi: an image for Kubernetes 1.34, got "ubuntu-eks/k8s_1.34/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260...; expected one for Kubernetes 1.35; change the image together with versions.kubernetes',
    ]);
  });

  it("refuses keys that the GPU stack does not use", () => {
    assert.deepEqual(faultsWith({ gpu: { driverVersion: "595.91.07" } }), [
      'gpu.driverVersion: has no effect with gpu.stack al2023-operator, got "595.91.07"; expected nothing; remove it, or choose ubuntu-operator',
    ]);
    assert.deepEqual(faultsWith({ gpu: { ...ubuntu, amiAlias: "al2023@v20260903" } }), [
      'gpu.amiAlias: has no effect with gpu.stack ubuntu-operator, got "al2023@v20260903"; expected nothing; remove it; set ubuntuAmi',
    ]);
  });
});

describe("classAliasesFitTheStack", () => {
  it("requires the operating system of the stack for classes with GPUs, and AL2023 for all others", () => {
    const nodeClasses = {
      default: { amiAlias: "bottlerocket@v1.53.0" },
      "gpu-optimized": { amiAlias: "bottlerocket@v1.54.0" },
      "gpu-training": { amiAlias: "al2023@v20260903" },
      "inferentia-nodes": { amiAlias: "al2023@v20261001" },
    };
    assert.deepEqual([...faultsWith({ gpu: bottlerocket, nodeClasses })].sort(), [
      'nodeClasses.default.amiAlias: not an AMI of nodes without GPUs, got "bottlerocket@v1.53.0"; expected an alias of the family al2023; correct the alias',
      'nodeClasses.gpu-training.amiAlias: not an AMI of the stack bottlerocket-operator, got "al2023@v20260903"; expected an alias of the family bottlerocket; correct the alias',
    ]);
  });

  it("knows that Ubuntu has no alias", () => {
    const nodeClasses = { "gpu-training": { amiAlias: "al2023@v20260903" } };
    assert.deepEqual(faultsWith({ gpu: ubuntu, nodeClasses }), [
      'nodeClasses.gpu-training.amiAlias: not an AMI of the stack ubuntu-operator, got "al2023@v20260903"; expected nothing: Ubuntu has no alias; remove it; gpu.ubuntuAmi is for every class',
    ]);
  });
});

describe("gpuClassesAreTheirOwn", () => {
  const tiers = { "gpu-inference": {}, "multi-arch": { nodeClass: "gpu-optimized" } };

  it("keeps CPU tiers out of the classes of GPU tiers that are not AL2023", () => {
    assert.deepEqual(faultsWith({ gpu: bottlerocket, tiers }), [
      'tiers.multi-arch.nodeClass: a class of GPU nodes, which are not AL2023 with gpu.stack bottlerocket-operator, got "gpu-optimized"; expected a class that no GPU tier uses; choose another class, or leave the key out',
    ]);
  });

  it("lets them share a class of AL2023", () => {
    assert.deepEqual(faultsWith({ tiers }), []);
  });
});

describe("driverKnowsTheGpus", () => {
  const newest = { ...ubuntu, driverVersion: undefined };

  it("refuses V100 with a driver branch after 580, which includes the default driver", () => {
    const tiers = { "gpu-general": {} };
    assert.deepEqual(faultsWith({ gpu: newest, tiers }), [
      "tiers.gpu-general.gpus: may launch V100 (p3dn), which driver 595.91.07 does not support, got nothing; expected gpus without v100; name the tier's classes of GPU in gpus, or set gpu.driverVersion to one of branch 580",
    ]);
  });

  it("accepts V100 with branch 580, also in a version with a zero, which is no semantic version", () => {
    const tiers = { "gpu-general": {} };
    for (const driverVersion of ["580.126.20", "580.65.06"]) {
      assert.deepEqual(faultsWith({ gpu: { ...ubuntu, driverVersion }, tiers }), []);
    }
  });

  it("accepts the tier without V100", () => {
    const tiers = { "gpu-general": { gpus: ["l4", "h100"] } };
    assert.deepEqual(faultsWith({ gpu: newest, tiers }), []);
  });
});
