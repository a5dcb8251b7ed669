import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { instanceType, instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { vcpuQuotaOf, vcpuQuotas } from "../../../scheduling/catalogue/vcpu-quotas";

/** https://docs.aws.amazon.com/general/latest/gr/ec2-service.html, "On-Demand Instance quotas" and "Spot Instance quotas" */
const namesByCode: Readonly<Record<string, string>> = {
  "L-1216C47A": "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
  "L-DB2E81BA": "Running On-Demand G and VT instances",
  "L-417A185B": "Running On-Demand P instances",
  "L-1945791B": "Running On-Demand Inf instances",
  "L-2C3B7624": "Running On-Demand Trn instances",
  "L-6E869C2A": "Running On-Demand DL instances",
  "L-74FC7D96": "Running On-Demand F instances",
  "L-7295265B": "Running On-Demand X instances",
  "L-F7808C92": "Running On-Demand HPC instances",
  "L-43DA4232": "Running On-Demand High Memory instances",
  "L-34B43A08": "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
  "L-3819A6DF": "All G and VT Spot Instance Requests",
  "L-B5D1601B": "All Inf Spot Instance Requests",
  "L-6B0D517C": "All Trn Spot Instance Requests",
  "L-85EED4F7": "All DL Spot Instance Requests",
  "L-88CF9481": "All F Spot Instance Requests",
  "L-E3A00192": "All X Spot Instance Requests",
  "L-7212CCBC": "All P4, P3 and P2 Spot Instance Requests",
  "L-C4BD4855": "All P5 Spot Instance Requests",
};

function codes(name: string): readonly (string | undefined)[] {
  const type = instanceType(name);
  assert.ok(type !== undefined, name);
  return (["on-demand", "spot"] as const).map((purchase) => vcpuQuotaOf(type, purchase)?.code);
}

describe("the quotas of EC2 on vCPUs", () => {
  it("have the names and codes that Service Quotas shows", () => {
    const listed = vcpuQuotas().map(({ code, name }) => [code, name]);
    assert.deepEqual(Object.fromEntries(listed), namesByCode);
    assert.equal(listed.length, Object.keys(namesByCode).length);
  });

  it("list On-Demand first", () => {
    const kinds = vcpuQuotas().map(({ name }) => name.startsWith("Running On-Demand"));
    assert.deepEqual(kinds, [...kinds].sort().reverse());
  });

  for (const [type, onDemand, spot] of [
    ["m7i.large", "L-1216C47A", "L-34B43A08"],
    ["im4gn.large", "L-1216C47A", "L-34B43A08"],
    ["is4gen.large", "L-1216C47A", "L-34B43A08"],
    ["g5.xlarge", "L-DB2E81BA", "L-3819A6DF"],
    ["gr6.4xlarge", "L-DB2E81BA", "L-3819A6DF"],
    ["vt1.3xlarge", "L-DB2E81BA", "L-3819A6DF"],
    ["inf2.xlarge", "L-1945791B", "L-B5D1601B"],
    ["trn1.2xlarge", "L-2C3B7624", "L-6B0D517C"],
    ["dl2q.24xlarge", "L-6E869C2A", "L-85EED4F7"],
    ["f2.6xlarge", "L-74FC7D96", "L-88CF9481"],
    ["x2gd.medium", "L-7295265B", "L-E3A00192"],
    ["u7i-12tb.224xlarge", "L-43DA4232", undefined],
    ["hpc7g.4xlarge", "L-F7808C92", undefined],
  ] as const) {
    it(`count ${type} once on demand and, where there is one, once on Spot`, () => {
      assert.deepEqual(codes(type), [onDemand, spot]);
    });
  }

  it("count P instances together on demand, and by generation on Spot", () => {
    assert.deepEqual(codes("p3dn.24xlarge"), ["L-417A185B", "L-7212CCBC"]);
    assert.deepEqual(codes("p4d.24xlarge"), ["L-417A185B", "L-7212CCBC"]);
    assert.deepEqual(codes("p5en.48xlarge"), ["L-417A185B", "L-C4BD4855"]);
    assert.deepEqual(codes("p6-b200.48xlarge"), ["L-417A185B", "L-C4BD4855"]);
  });

  it("leave out no type of the catalogue", () => {
    const without = instanceTypes().filter((type) => vcpuQuotaOf(type, "on-demand") === undefined);
    assert.deepEqual(
      without.map(({ name }) => name),
      [],
    );
  });
});
