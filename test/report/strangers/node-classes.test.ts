import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  classManifest,
  inValues,
  jobManifest,
  limitsOf,
  poolManifest,
  reportOf,
  trapIds,
  trapText,
} from "../../support/report-of-manifests";

const efa = "vpc.amazonaws.com/efa";

function landsOf(model: Awaited<ReturnType<typeof reportOf>>, workload: string): boolean {
  return (model.workloads.find((one) => one.workload === workload)?.steps.length ?? 0) > 0;
}

describe("an EC2NodeClass among the manifests", function () {
  this.timeout(180_000);

  const hungry = jobManifest("hungry", [
    { requests: { "ephemeral-storage": "300Gi" }, limits: { "nvidia.com/gpu": 1 } },
  ]);
  const root = (volumeSize: string, more: object = {}): object =>
    classManifest({
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize } }],
      ...more,
    });

  it("says how much scratch space pods have: the root volume, or the local disks with RAID0", async () => {
    const pool = poolManifest("g5");
    const small = await reportOf([pool, root("100Gi"), hungry]);
    assert.ok(!landsOf(small, "Job hungry"));
    assert.ok(trapIds(small).includes("no-pool-takes"));
    assert.ok(landsOf(await reportOf([pool, root("1000Gi"), hungry]), "Job hungry"));
    const disks = root("100Gi", { instanceStorePolicy: "RAID0" });
    assert.ok(landsOf(await reportOf([pool, disks, hungry]), "Job hungry"));
  });

  it("says how many pods a node takes: with maxPods 1 two DaemonSets leave no place", async () => {
    const daemon = (name: string): object => ({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name },
      spec: {
        template: {
          spec: { tolerations: [{ operator: "Exists" }], containers: [{ name, image: name }] },
        },
      },
    });
    const job = jobManifest("one", [limitsOf("nvidia.com/gpu", 1)]);
    const manifests = [poolManifest("g6"), daemon("cni"), daemon("proxy"), job];
    const few = await reportOf([...manifests, classManifest({ kubelet: { maxPods: 1 } })]);
    assert.match(trapText(few, "no-pool-takes") ?? "", /^Job one stays pending/);
    const enough = await reportOf([...manifests, classManifest({ kubelet: { maxPods: 3 } })]);
    assert.deepEqual(trapIds(enough), []);
  });

  it("with a public address refuses nodes with several EFA interfaces", async () => {
    const jobs = [32, 64].map((count) =>
      jobManifest(`efa-${count}`, [{ limits: { "nvidia.com/gpu": 8, [efa]: count } }]),
    );
    const none = jobManifest("no-efa", [limitsOf("nvidia.com/gpu", 8)]);
    const pool = poolManifest("p5", { spec: { limits: { "nvidia.com/gpu": 64 } } });
    const model = await reportOf([
      pool,
      classManifest({ associatePublicIPAddress: true }),
      ...jobs,
      none,
    ]);
    assert.match(
      trapText(model, "public-address-with-efa") ?? "",
      /^Job efa-32 requests 32 EFA interfaces.*EC2 refuses to launch/,
    );
    assert.match(
      trapText(model, "no-pool-takes") ?? "",
      /^Job efa-64 .*No type of these pools has more than 32\.$/,
    );
    assert.match(
      trapText(model, "no-efa-requested") ?? "",
      /^Job no-efa takes 8 devices on p5\.48xlarge .*without EFA/,
    );
  });

  it("tells an AMI that moves, and reserved capacity that nothing selects", async () => {
    const pool = poolManifest("p5", {
      requirements: [inValues("karpenter.sh/capacity-type", "reserved", "on-demand")],
    });
    const model = await reportOf([
      pool,
      classManifest({ amiSelectorTerms: [{ alias: "al2023@latest" }] }),
    ]);
    assert.match(trapText(model, "moving-ami") ?? "", /by the alias al2023@latest/);
    assert.match(trapText(model, "reserved-without-selector") ?? "", /no node is ever reserved/);
    const sound = await reportOf([
      pool,
      classManifest({ capacityReservationSelectorTerms: [{ id: "cr-0123" }] }),
    ]);
    assert.ok(!trapIds(sound).includes("moving-ami"));
    assert.ok(!trapIds(sound).includes("reserved-without-selector"));
  });

  it("of Windows is not checked, nor are pools of other providers", async () => {
    const model = await reportOf([
      poolManifest("m5", { name: "windows", taints: [] }),
      classManifest({ amiSelectorTerms: [{ alias: "windows2022@latest" }] }),
      poolManifest("", {
        name: "kwok",
        nodeClassRef: { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "default" },
      }),
    ]);
    assert.deepEqual(
      model.notChecked.map(({ pool, reason }) => [pool, reason.split(";")[0]]),
      [
        ["windows", "its EC2NodeClass gpu has the AMI family Windows2022"],
        ["kwok", "names KWOKNodeClass default of karpenter.kwok.sh"],
      ],
    );
    assert.deepEqual(model.traps, []);
  });
});

describe("an EC2NodeClass with misspelt fields", function () {
  this.timeout(120_000);

  it("is named as refused, by strict validation alone or by the API server", async () => {
    const refusedWith = async (spec: object) =>
      (await reportOf([poolManifest("g6"), classManifest(spec)])).refused.map(
        ({ name, isOnlyStrict, faults }) => [name, isOnlyStrict, faults.length],
      );
    assert.deepEqual(await refusedWith({ associatePublicIpAddress: true }), [
      ["EC2NodeClass gpu", true, 1],
    ]);
    assert.deepEqual(await refusedWith({ instanceStorePolicy: "raid0" }), [
      ["EC2NodeClass gpu", undefined, 1],
    ]);
    assert.deepEqual(await refusedWith({}), []);
  });
});

describe("pools of EKS Auto Mode", function () {
  this.timeout(120_000);
  const auto = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };

  it("are checked by their own keys, and no node lives longer than 21 days", async () => {
    const model = await reportOf([
      poolManifest("", {
        nodeClassRef: auto,
        requirements: [inValues("eks.amazonaws.com/instance-family", "g6")],
        node: { expireAfter: "720h" },
      }),
    ]);
    const [pool] = model.pools;
    assert.deepEqual(
      [...new Set(pool?.launchable.types.map(({ name }) => name.split(".")[0]))],
      ["g6"],
    );
    assert.equal(pool?.nodePool.expireAfter, "504h");
    assert.match(
      trapText(model, "runs-on-auto-mode") ?? "",
      /expireAfter 720h is therefore cut to 21 days/,
    );
  });

  it("are warned of Karpenter's keys, which choose nothing there; and the other way round", async () => {
    const karpenterKey = inValues("karpenter.k8s.aws/instance-family", "g6");
    const wrong = await reportOf([
      poolManifest("", { nodeClassRef: auto, requirements: [karpenterKey] }),
    ]);
    assert.match(
      trapText(wrong, "keys-without-effect") ?? "",
      /^karpenter\.k8s\.aws\/instance-family chooses no instance type: types of EKS Auto Mode have no such label/,
    );
    assert.ok((wrong.pools[0]?.launchable.types.length ?? 0) > 500);
    const alsoWrong = await reportOf([
      poolManifest("", { requirements: [inValues("eks.amazonaws.com/instance-family", "g6")] }),
    ]);
    assert.match(
      trapText(alsoWrong, "keys-without-effect") ?? "",
      /the pool names an EC2NodeClass/,
    );
    assert.ok(!trapIds(alsoWrong).includes("costs-without-end"), "one trap for one cause");
  });
});
