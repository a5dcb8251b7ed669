import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Cloud } from "../../../sandbox/providers/cloud";
import {
  type CloudState,
  emptyCloudState,
  loadCloudState,
  objectsMadeOutsideEngine,
  remainsOf,
  removeUnrecorded,
  saveCloudState,
  unrecordedObjects,
} from "../../../sandbox/providers/cloud-state";

const vpcType = "aws:ec2/vpc:Vpc";
const clusterType = "aws:eks/cluster:Cluster";
const releaseType = "kubernetes:helm.sh/v3:Release";
const endpoint = "https://one.example";

function vpc(id: string, generation = 0) {
  return {
    type: vpcType,
    id,
    urn: `urn:vpc-${id}`,
    generation,
    inputs: {},
    outputs: { cidrBlock: "10.0.0.0/16" },
  };
}

/** A cluster with a release, its custom kind, and a namespace that Kubernetes made. */
function cloudWithCluster(): CloudState {
  const cluster = {
    type: clusterType,
    id: "c",
    urn: "urn:c",
    generation: 0,
    inputs: {},
    outputs: { endpoint },
  };
  const release = {
    type: releaseType,
    id: "kube-system/karpenter-crd",
    urn: "urn:crd",
    inputs: {},
    outputs: {},
  };
  const namespace = {
    type: "kubernetes:core/v1:Namespace",
    id: "default",
    inputs: {},
    outputs: {},
  };
  return {
    version: 1,
    objects: { [`${clusterType} c`]: cluster },
    kubernetes: {
      [endpoint]: {
        objects: {
          [`${releaseType} kube-system/karpenter-crd`]: release,
          "kubernetes:core/v1:Namespace default": namespace,
        },
        definitions: {
          "karpenter.sh/v1/NodePool": { release: "kube-system/karpenter-crd", kept: true },
        },
      },
    },
  };
}

/** The message of this version of Node about the text. */
function jsonErrorOf(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the text is JSON");
}

describe("the state of the stand-ins' cloud", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "cloud-state-"));
    file = path.join(folder, "stack", "cloud.json");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is an empty cloud where there is no file", () => {
    assert.deepEqual(loadCloudState(file), { state: { version: 1, objects: {}, kubernetes: {} } });
    assert.deepEqual(remainsOf(emptyCloudState()), []);
    assert.notDeepEqual(remainsOf(cloudWithCluster()), []);
  });

  it("is read as it was written", () => {
    saveCloudState(file, cloudWithCluster());
    assert.deepEqual(loadCloudState(file), { state: cloudWithCluster() });
    assert.deepEqual(readdirSync(path.dirname(file)), ["cloud.json"]);
  });

  const damaged: readonly (readonly [string, string, string])[] = [
    ["cut off", '{"version":1,"objec', `is not JSON (${jsonErrorOf('{"version":1,"objec')})`],
    ["no object", "[]", "is not the stand-ins' state, got no JSON object"],
    ["of another version", '{"version":2}', "has version 2; expected 1"],
    ["without objects", '{"version":1}', "has no map `objects`"],
    ["without clusters", '{"version":1,"objects":{}}', "has no map `kubernetes`"],
    [
      "with an object that lacks its parts",
      '{"version":1,"objects":{"a b":{"type":"a","id":"b"}},"kubernetes":{}}',
      'objects["a b"] lacks type, id, urn, generation, inputs or outputs',
    ],
    [
      "with an object under another one's key",
      '{"version":1,"objects":{"a x":{"type":"a","id":"b","urn":"u","generation":0,"inputs":{},"outputs":{}}},"kubernetes":{}}',
      'objects["a x"] lacks type, id, urn, generation, inputs or outputs',
    ],
    [
      "with a cluster that lacks its parts",
      '{"version":1,"objects":{},"kubernetes":{"https://c":{"objects":{}}}}',
      'kubernetes["https://c"] has no maps `objects` and `definitions`',
    ],
    [
      "with a Kubernetes object that lacks its parts",
      '{"version":1,"objects":{},"kubernetes":{"https://c":{"objects":{"a b":{}},"definitions":{}}}}',
      'kubernetes["https://c"].objects["a b"] lacks type, id, inputs or outputs',
    ],
  ];
  for (const [title, text, problem] of damaged) {
    it(`is refused when it is ${title}, and is not changed`, () => {
      const place = path.join(folder, "cloud.json");
      writeFileSync(place, text);
      const fault = `${place}: ${problem}; restore it, or remove the folder ${folder} to begin again with an empty cloud`;
      assert.deepEqual(loadCloudState(place), { fault });
      assert.throws(() => Cloud.open(place), { message: fault });
      assert.equal(readFileSync(place, "utf8"), text);
      assert.deepEqual(readdirSync(folder), ["cloud.json"]);
    });
  }

  it("never crashes on any text, and never accepts a part of a state", () => {
    const whole = `${JSON.stringify(cloudWithCluster(), undefined, 1)}\n`;
    const place = path.join(folder, "cloud.json");
    const faultOf = (text: string): boolean => {
      writeFileSync(place, text);
      return "fault" in loadCloudState(place);
    };
    fc.assert(
      fc.property(fc.nat(whole.trimEnd().length - 1), (length) => faultOf(whole.slice(0, length))),
      { numRuns: 50 },
    );
    fc.assert(fc.property(fc.string(), faultOf), { numRuns: 50 });
    assert.equal(faultOf(whole), false);
  });

  it("is complete after its writer was killed at any moment", async () => {
    const writer = `
      const { saveCloudState } = require(${JSON.stringify(path.resolve("sandbox/providers/cloud-state.ts"))});
      const outputs = { text: "x".repeat(200000) };
      for (let count = 0; ; count += 1) {
        const object = { type: "t", id: "i", urn: "u", generation: count, inputs: {}, outputs };
        saveCloudState(${JSON.stringify(file)}, { version: 1, objects: { "t i": object }, kubernetes: {} });
        if (count === 0) process.stdout.write("writing");
      }`;
    for (const delay of [0, 3, 11]) {
      const child = spawn(process.execPath, ["--import", "tsx", "-e", writer], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await new Promise((resolve) => child.stdout.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      await ended;
      const loaded = loadCloudState(file);
      assert.ok("state" in loaded, JSON.stringify(loaded));
      assert.deepEqual(Object.keys(loaded.state.objects), ["t i"]);
    }
  }).timeout(30_000);

  it("is written before the engine hears of a change", () => {
    const cloud = Cloud.open(file);
    cloud.put(vpc("vpc-1"));
    assert.deepEqual(loadCloudState(file), {
      state: { version: 1, objects: { "aws:ec2/vpc:Vpc vpc-1": vpc("vpc-1") }, kubernetes: {} },
    });
    cloud.remove(vpcType, "vpc-1");
    assert.deepEqual(loadCloudState(file), { state: emptyCloudState() });
    cloud.addCluster(endpoint, []);
    cloud.changeCluster(endpoint, ({ definitions }) => {
      definitions["g/v/K"] = { kept: false };
    });
    assert.deepEqual(Cloud.open(file).cluster(endpoint), {
      objects: {},
      definitions: { "g/v/K": { kept: false } },
    });
    cloud.removeCluster(endpoint);
    assert.deepEqual(loadCloudState(file), { state: emptyCloudState() });
    assert.throws(() => cloud.changeCluster(endpoint, () => undefined), {
      message: "there is no cluster at https://one.example",
    });
  });

  it("finds objects that the engine never recorded, by URN and id, and ignores those that Kubernetes made", () => {
    const state = cloudWithCluster();
    state.objects[`${vpcType} old`] = { ...vpc("old"), urn: "urn:v" };
    state.objects[`${vpcType} new`] = { ...vpc("new", 1), urn: "urn:v" };
    const recorded = [
      { urn: "urn:v", id: "old" },
      { urn: "urn:c", id: "c" },
    ];
    const missing = unrecordedObjects(state, recorded).map(({ type, id }) => `${type} ${id}`);
    assert.deepEqual(missing, [
      "aws:ec2/vpc:Vpc new",
      "kubernetes:helm.sh/v3:Release kube-system/karpenter-crd",
    ]);
  });

  it("loses a release that was never recorded together with its kinds, even kept ones", () => {
    const state = cloudWithCluster();
    const removed = removeUnrecorded(state, [{ urn: "urn:c", id: "c" }]);
    assert.deepEqual(
      removed.map(({ id }) => id),
      ["kube-system/karpenter-crd"],
    );
    const contents = state.kubernetes[endpoint];
    assert.deepEqual(Object.keys(contents?.objects ?? {}), [
      "kubernetes:core/v1:Namespace default",
    ]);
    assert.deepEqual(contents?.definitions, {});
  });

  it("loses a cluster that was never recorded together with its contents", () => {
    const state = cloudWithCluster();
    removeUnrecorded(state, []);
    assert.deepEqual(state, emptyCloudState());
  });

  it("keeps objects created outside the engine, and does not count them as remains", () => {
    const state = cloudWithCluster();
    const cluster = state.objects[`${clusterType} c`];
    assert.ok(cluster);
    state.objects[`${clusterType} c`] = { ...cluster, urn: "urn:other-means:c::existing::c::c" };
    state.objects[`${vpcType} mine`] = vpc("mine");
    const release = `${releaseType} kube-system/karpenter-crd`;
    assert.deepEqual(remainsOf(state), [`${vpcType} mine`, `${endpoint} ${release}`]);
    assert.deepEqual(
      objectsMadeOutsideEngine(state, clusterType).map(({ id }) => id),
      ["c"],
    );
    removeUnrecorded(state, []);
    assert.deepEqual(Object.keys(state.objects), [`${clusterType} c`]);
    assert.deepEqual(Object.keys(state.kubernetes[endpoint]?.objects ?? {}), [
      "kubernetes:core/v1:Namespace default",
    ]);
    assert.deepEqual(remainsOf(state), []);
  });

  it("loses nothing when everything is recorded", () => {
    const state = cloudWithCluster();
    const recorded = [
      { urn: "urn:c", id: "c" },
      { urn: "urn:crd", id: "kube-system/karpenter-crd" },
    ];
    assert.deepEqual(removeUnrecorded(state, recorded), []);
    assert.deepEqual(state, cloudWithCluster());
  });
});
