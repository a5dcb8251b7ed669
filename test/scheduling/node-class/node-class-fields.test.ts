import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  nodeClassChoices,
  nodeClassFaults,
  nodeClassFields,
} from "../../../scheduling/node-class/node-class-fields";
import { faultText, pathText } from "../../../scheduling/values/fault";
import { karpenterMinors, type KarpenterMinor } from "../../../scheduling/values/karpenter-minor";
import type { FieldTree } from "../../../scheduling/values/unknown-fields";
import { crdSchema } from "../../../sandbox/providers/kubernetes/crd-schemas";
import { nodeClassKey } from "../../../sandbox/providers/kubernetes/charts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

function treeOf({ properties, items }: Schema): FieldTree | null {
  if (items !== undefined) return treeOf(items);
  if (properties === undefined) return null;
  return Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [field, treeOf(schema)]),
  );
}

describe("the fields of an EC2NodeClass", () => {
  for (const minor of karpenterMinors) {
    const schema = crdSchema(nodeClassKey, `${minor}.0`) as Schema;

    it(`are those of the CRD of Karpenter ${minor}`, () => {
      assert.deepEqual(nodeClassFields[minor], treeOf(schema));
    });

    it(`have the values of the CRD of Karpenter ${minor}`, () => {
      for (const { path, values } of nodeClassChoices) {
        const field = path.reduce<Schema | undefined>((at, key) => at?.properties?.[key], schema);
        assert.deepEqual(field?.enum, values, path.join("."));
      }
    });
  }

  it("are told where they are misspelt, as strict validation refuses them", () => {
    const spec = {
      associatePublicIpAddress: true,
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumesize: "100Gi" } }],
      kubelet: { maxpods: 10 },
      tags: { any: "key" },
      instanceStorePolicy: "raid0",
    };
    const told = (minor: KarpenterMinor): readonly string[] =>
      nodeClassFaults({ spec }, minor).map(
        (fault) => `${fault.apiServer ?? "refuses"} ${pathText(fault.path)}; ${fault.fix ?? ""}`,
      );
    const common = [
      "refuses spec.instanceStorePolicy; ",
      "drops spec.associatePublicIpAddress; write associatePublicIPAddress",
      "drops spec.blockDeviceMappings[0].ebs.volumesize; write volumeSize",
    ];
    assert.deepEqual(told("1.14"), [...common, "drops spec.kubelet.maxpods; write maxPods"]);
    assert.deepEqual(told("1.15"), common, "the CRD of 1.15 takes any field of kubelet");
    const [first] = nodeClassFaults({ spec }, "1.15");
    assert.ok(first);
    assert.equal(faultText(first), 'is none of its values, got "raid0"; expected RAID0');
    assert.deepEqual(nodeClassFaults(undefined, "1.15"), []);
  });
});
