import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

type Section = Record<string, Record<string, unknown>>;

const image = { amiId: "ami-0123456789abcdef0" };

const faults = (nodeClasses: Section, gpu?: Record<string, unknown>, tiers?: Section): string[] =>
  stackFaults("production-us-east-1", (sections) => {
    sections["nodeClasses"] = nodeClasses;
    if (gpu !== undefined) Object.assign(sections, { gpu });
    if (tiers !== undefined) sections["tiers"] = tiers;
  });

const bottlerocket = { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" };

describe("the image of a node class", () => {
  it("is one AMI that does not move", () => {
    const name = "my-al2023-nvidia-20260903";
    assert.deepEqual(faults({ "gpu-training": image }), []);
    assert.deepEqual(faults({ "gpu-training": { amiSelector: { name, owner: "self" } } }), []);
    assert.match(
      faults({ "gpu-training": { amiSelector: { name: "my-al2023-*", owner: "self" } } })[0] ?? "",
      /amiSelector\.name: not allowed, .* expected the whole name of one AMI, without \* and \?/,
    );
    assert.match(
      faults({ "gpu-training": { amiSelector: { name } } })[0] ?? "",
      /amiSelector\.owner: missing/,
    );
  });

  it("is named once", () => {
    assert.deepEqual(faults({ "gpu-training": { ...image, amiAlias: "al2023@v20260903" } }), [
      'nodeClasses.gpu-training.amiId: a second image beside amiAlias, got "ami-0123456789abcdef0"; expected one of amiAlias, amiId, amiSelector; keep the one that was tested',
    ]);
  });

  it("fits every type of its tiers: one architecture, one kind of accelerator", () => {
    assert.match(
      faults({ default: image })[0] ?? "",
      /^nodeClasses\.default\.amiId: its tiers launch types with several architectures: amd64, arm64,/,
    );
    assert.match(
      faults({ "gpu-training": image }, undefined, {
        "gpu-training": {},
        inferentia: { nodeClass: "gpu-training" },
      })[0] ?? "",
      /its tiers launch types with several accelerators: aws\.amazon\.com\/neuron, nvidia\.com\/gpu/,
    );
  });
});

describe("the volume of a node class", () => {
  it("has a quarter of its IOPS as throughput at most, which EC2 checks when it launches a node", () => {
    const volume = { throughputMiBps: 1000 };
    assert.deepEqual(faults({ "gpu-optimized": { volume: { ...volume, iops: 4000 } } }), []);
    assert.deepEqual(faults({ default: { volume } }), [
      'nodeClasses.default.volume: more throughput than its IOPS carry, got {"sizeGiB":100,"iops":3000,"throughputMiBps":1000}; expected at least 4000 IOPS for 1000 MiB/s; raise iops, or lower throughputMiBps to 750',
    ]);
  });
});

describe("the user data of a node class", () => {
  it("is a script on AL2023, because a NodeConfig would replace Karpenter's taints", () => {
    assert.deepEqual(faults({ "gpu-training": { userData: "#!/bin/bash\ntrue\n" } }), []);
    assert.match(
      faults({ "gpu-training": { userData: "apiVersion: node.eks.aws/v1alpha1\n" } })[0] ?? "",
      /^nodeClasses\.gpu-training\.userData: not a script, which is all that nodes with al2023 take here/,
    );
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
  it("is counted in bytes, as EC2 counts it", () => {
    const script = (length: number, letter: string) => `#!/bin/bash\n# ${letter.repeat(length)}\n`;
    assert.deepEqual(faults({ "gpu-training": { userData: script(11_985, "a") } }), []);
    for (const userData of [script(11_986, "a"), script(6_000, "\u00e9")]) {
      assert.match(
        faults({ "gpu-training": { userData } })[0] ?? "",
        /^nodeClasses\.gpu-training\.userData: .*expected at most 12000 bytes; EC2 takes 16 KiB/,
      );
    }
  });

  it("has no NUL and no carriage return, with which a script finds no interpreter", () => {
    for (const userData of ["#!/bin/bash\r\ntrue\r\n", "#!/bin/bash\ntrue\0\n"]) {
      assert.match(
        faults({ "gpu-training": { userData } })[0] ?? "",
        /^nodeClasses\.gpu-training\.userData: .*expected no NUL and no carriage return/,
      );
    }
  });

  // https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/amifamily/bootstrap/mime/mime.go
  it("has no line that begins with Karpenter's own boundary, where the script would end", () => {
    const userData = "#!/bin/bash\ncat <<END\n--//\nEND\n";
    assert.match(
      faults({ "gpu-training": { userData } })[0] ?? "",
      /^nodeClasses\.gpu-training\.userData: .*expected no line that begins with --\/\//,
    );
    assert.deepEqual(faults({ "gpu-training": { userData: "#!/bin/bash\necho --//\n" } }), []);
  });

  it("is TOML on Bottlerocket, and leaves the settings of shared GPUs alone", () => {
    const userData = '# ours\n[settings.ntp]\ntime-servers = ["169.254.169.123"]\n';
    assert.deepEqual(faults({ "gpu-training": { userData } }, bottlerocket), []);
    assert.match(
      faults({ "gpu-training": { userData: "#!/bin/sh" } }, bottlerocket)[0] ?? "",
      /not TOML of settings/,
    );
    const shared = { "gpu-general": { gpuSharing: { timeSlicing: { replicas: 4 } } } };
    assert.deepEqual(faults({ "gpu-optimized": { userData } }, bottlerocket, shared), []);
    const table = "[settings.kubelet-device-plugins.nvidia]";
    assert.match(
      faults({ "gpu-optimized": { userData: `${table}\n` } }, bottlerocket, shared)[0] ?? "",
      /repeats a table that the class writes for its tiers/,
    );
  });
});

describe("the kubelet of a node class", () => {
  it("takes the known keys alone", () => {
    const kubelet = {
      maxPods: 110,
      systemReserved: { memory: "2Gi" },
      evictionSoft: { "memory.available": "10%" },
      evictionSoftGracePeriod: { "memory.available": "90s" },
    };
    assert.deepEqual(faults({ "gpu-training": { kubelet } }), []);
    assert.match(
      faults({ "gpu-training": { kubelet: { maxPodz: 1 } } })[0] ?? "",
      /kubelet\.maxPodz: unknown key, .* did you mean maxPods\?/,
    );
    assert.match(
      faults({ "gpu-training": { kubelet: { systemReserved: { disk: "1Gi" } } } })[0] ?? "",
      /kubelet\.systemReserved\.disk: unknown key/,
    );
    assert.match(
      faults({ "gpu-training": { kubelet: { evictionSoft: { "memory.available": "10%" } } } })[0] ??
        "",
      /the same signals in evictionSoft and in evictionSoftGracePeriod/,
    );
  });

  it("changes how many addresses the pods of a node need", () => {
    const tiers = { "multi-arch": { limits: { cpu: 1000 } } };
    assert.deepEqual(faults({}, undefined, tiers), []);
    assert.match(
      faults({ default: { kubelet: { maxPods: 250 } } }, undefined, tiers)[0] ?? "",
      /^tiers\.multi-arch\.limits: may need more addresses than there are, got 273000 /,
    );
  });
});

describe("the instance store of a node class", () => {
  it("is not joined on Ubuntu", () => {
    const ubuntu = {
      stack: "ubuntu-operator",
      ubuntuAmi: "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
    };
    assert.match(
      faults({ "gpu-training": { instanceStore: "raid0" } }, ubuntu)[0] ?? "",
      /^nodeClasses\.gpu-training\.instanceStore: has no effect on Ubuntu/,
    );
  });
});
