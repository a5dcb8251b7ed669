import assert from "node:assert/strict";

import Ajv2020 from "ajv/dist/2020";
import { describe, it } from "mocha";

import { checkedConfig } from "../../../infra/checks/checked-config";
import { formatFault } from "../../../infra/config/config-fault";
import { stackFileSchema } from "../../../infra/config/json-schema";
import { stackValues } from "../../support/stack-values";

const stack = "production-us-east-1";
const key = (name: string) => `accelerator-platform:${name}`;

type Path = readonly [section: string, ...keys: string[]];
type Row = readonly [path: Path, value: unknown];

const training: Path = [key("tiers"), "gpu-training"];
const limit: Path = [...training, "limits", "nvidia.com/gpu"];
const window = { days: ["SUN"], start: "04:00", length: "3h" };

/** Values that a stack file may hold. */
const accepted: readonly Row[] = [
  [training, null],
  [training, {}],
  [limit, 16],
  [limit, "16"],
  [limit, "+16"],
  [limit, "1e2"],
  [training, { limits: { "nvidia.com/gpu": 16, memory: "200000Gi" } }],
  [[...training, "consolidateAfter"], "Never"],
  [[...training, "consolidateAfter"], "1h30m"],
  [[...training, "families"], ["p5"]],
  [
    [...training, "gpus"],
    ["h100", "a100-40gb"],
  ],
  [[...training, "terminationGracePeriod"], "10m"],
  [[key("network"), "cidr"], "10.40.0.0/16"],
  [[key("network"), "cidr"], "10.40.128.0/17"],
  [
    [key("network"), "podCidrs"],
    ["100.64.0.0/16", "100.127.0.0/16"],
  ],
  [[key("timeZone")], "Asia/Tokyo"],
  [[key("tiers"), "team-vision"], { from: "gpu-training", families: ["p5"] }],
  [[key("tiers"), "team-vision-b"], { from: "gpu-training", expireAfter: "Never" }],
  [[...training, "taints"], [{ key: "team", value: "vision", effect: "NoSchedule" }]],
  [
    [key("nodeClasses"), "team-vision"],
    { from: "gpu-training", volume: { iops: 6000 }, userData: "#!/bin/sh" },
  ],
  [
    [key("nodeClasses"), "gpu-training"],
    {
      kubelet: {
        maxPods: 110,
        kubeReserved: { cpu: "500m" },
        evictionHard: { "memory.available": "5%" },
      },
    },
  ],
  [[key("maintenanceWindow")], window],
  [[key("versions"), "amiAlias"], "al2023@v20260903"],
  [[key("nodeClasses"), "gpu-training"], { volume: { sizeGiB: 300 } }],
  [[key("cluster"), "publicAccessCidrs"], ["52.94.76.0/22"]],
  [limit, "16000m"],
  [limit, "16.0"],
  [[key("protect")], false],
  // What `pulumi config set protect true` writes.
  [[key("protect")], "true"],
  [[...training, "budgets"], [{ nodes: "1", schedule: "@daily", duration: "1h" }]],
];

/** Values that are faults by themselves, whatever the rest of the file holds. */
const refused: readonly Row[] = [
  [["timeZone"], "UTC"],
  [["regoin"], "us-east-1"],
  [[key("tiers"), "team-vision"], { families: ["p5"] }],
  [[key("tiers"), "Team"], { from: "gpu-training" }],
  [[key("tiers"), "team-b-b"], { from: "gpu-training" }],
  [[...training, "from"], "gpu-training"],
  [[...training, "nodeClass"], "Team"],
  [[...training, "taints"], [{ key: "team" }]],
  [[...training, "expireAfter"], "a month"],
  [[key("nodeClasses"), "team-vision"], { amiId: "ami-0123456789abcdef0" }],
  [[key("nodeClasses"), "gpu-training"], { amiId: "ami-1" }],
  [[key("nodeClasses"), "gpu-training"], { amiSelector: { name: "my-*", owner: "self" } }],
  [[key("nodeClasses"), "gpu-training"], { volume: { iops: 20000 } }],
  [[key("nodeClasses"), "gpu-training"], { kubelet: { maxPods: "110" } }],
  [[key("nodeClasses"), "gpu-training"], { kubelet: { systemReserved: { cpu: "-1" } } }],
  [[key("nodeClasses"), "gpu-training"], { kubelet: { evictionHard: { disk: "5%" } } }],
  [["aws:region"], "us-east-1"],
  [[key("tiers")], {}],
  [training, []],
  [training, "all"],
  [[...training, "limits"], "twenty"],
  [limit, "twenty"],
  [limit, 0],
  [limit, -1],
  [limit, 1.5],
  [limit, "0"],
  [limit, "0.0Gi"],
  [limit, "-4"],
  [limit, "16 GiB"],
  [limit, "1.5"],
  [limit, "1500m"],
  [[...training, "limits"], { "nvidia.com/gpu": 16, "aws.amazon.com/neuron": "1.5" }],
  [[...training, "budgets"], [{ nodes: "1", schedule: "@daily" }]],
  [[...training, "budgets"], [{ nodes: "1", duration: "1h" }]],
  [[key("protect")], "yes"],
  [[...training, "protect"], "true"],
  [limit, null],
  [[...training, "consolidateAfter"], "5 minutes"],
  [[...training, "families"], ["p55"]],
  [[...training, "families"], []],
  [[...training, "sizes"], ["huge"]],
  [[...training, "weight"], 0],
  [[...training, "gpuSharing"], {}],
  [[key("network"), "cidr"], "10.40.0.0/24"],
  [[key("network"), "cidr"], "10.0.0.0/8"],
  [[key("network"), "cidr"], "10.40.1.0/16"],
  [[key("network"), "cidr"], "10.40.8.0/20"],
  [[key("network"), "podCidrs"], ["10.64.0.0/16"]],
  [[key("network"), "podCidrs"], ["100.64.0.0/24"]],
  [[key("network"), "zones"], ["us-east-1a"]],
  [
    [key("network"), "zones"],
    ["us-east-1a", "us-east-1b", "us-east-1a"],
  ],
  [[key("maintenanceWindow")], { ...window, start: "25:00" }],
  [[key("versions"), "amiAlias"], "al2023@latest"],
  [[key("versions"), "kubernetes"], 1.35],
  [[key("versions"), "karpenter"], "1.14"],
  [[key("versions"), "karpenter"], "99999999999999999999.0.0"],
  [[key("nodeClasses"), "gpu-training"], { amiAlias: "al2023@latest" }],
  [[key("nodeClasses"), "gpu-training"], { placementGroup: { own: true, name: "a" } }],
  [[key("cluster"), "publicAccessCidrs"], ["0.0.0.0/0"]],
  [
    [key("cluster"), "privateAccessCidrs"],
    ["10.0.0.0/8", "10.0.0.0/8"],
  ],
  [
    [key("network"), "interfaceEndpoints"],
    ["sts", "sts"],
  ],
  [[key("tags"), "AWS:owner"], "ml"],
  [[key("tags"), "owner"], "Aws:ml"],
  [
    [key("tags")],
    Object.fromEntries(Array.from({ length: 41 }, (_, count) => [`team-${count}`, ""])),
  ],
  [[key("environment")], "test"],
];

/** Faults that only the check finds, each with the reason why the schema does not. */
const onlyCheck: readonly (readonly [...Row, reason: string])[] = [
  [[key("timeZone")], "Mars/Base", "the list of time zones depends on the version of Node"],
  [limit, "1e-1", "a pattern cannot compute an exponent"],
  [limit, "16500000u", "a pattern for every unit below one would be unreadable"],
  [
    [...training, "budgets"],
    [{ nodes: "1", schedule: "0 0 30 2 *", duration: "1h" }],
    "whether a schedule ever comes needs the calendar",
  ],
];

describe("stacks/schema.json and npm run check", () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    stackFileSchema(),
  );

  for (const [path, value] of accepted) {
    it(`both accept ${JSON.stringify(value)} at ${path.join(".")}`, () => {
      const config = withValue(path, value);
      assert.equal(validate({ config }), true, JSON.stringify(validate.errors));
      assert.deepEqual((checkedConfig(stack, config).faults ?? []).map(formatFault), []);
    });
  }

  for (const [path, value] of refused) {
    it(`both refuse ${JSON.stringify(value)} at ${path.join(".")}`, () => {
      const config = withValue(path, value);
      assert.equal(validate({ config }), false, "the schema accepts it");
      assert.notEqual(checkedConfig(stack, config).faults, undefined, "the check accepts it");
    });
  }

  for (const [path, value, reason] of onlyCheck) {
    it(`only the check refuses ${JSON.stringify(value)} at ${path.join(".")}: ${reason}`, () => {
      const config = withValue(path, value);
      assert.equal(validate({ config }), true, "the schema refuses it now: move the row");
      assert.notEqual(checkedConfig(stack, config).faults, undefined, "the check accepts it");
    });
  }
});

/** The values of a sound stack file with one value changed. */
function withValue(path: Path, value: unknown): Record<string, unknown> {
  const values = stackValues(stack);
  const last = path.at(-1) ?? "";
  let parent = values;
  for (const step of path.slice(0, -1)) {
    parent[step] ??= {};
    parent = parent[step] as Record<string, unknown>;
  }
  parent[last] = value;
  return values;
}
