import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { clusterInputs } from "../../../../sandbox/providers/eks/cluster-inputs";
import { eksProvider } from "../../../../sandbox/providers/eks/provider";

const valid = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-1"],
  authenticationMode: "API",
  skipDefaultNodeGroup: true,
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false },
};

/** The paths and reasons of a refusal. */
function faultsOf(inputs: pulumi.Inputs): string[] {
  try {
    clusterInputs(inputs);
    return [];
  } catch (error) {
    assert.ok(pulumi.InputPropertiesError.isInstance(error));
    return (error.errors ?? []).map(
      ({ propertyPath, reason }) => `${propertyPath}: ${reason.split(";")[0]}`,
    );
  }
}

describe("the inputs of eks.Cluster in the sandbox", () => {
  it("are returned unchanged when the stand-in supports all of them", () => {
    assert.deepEqual(clusterInputs(valid), valid);
    assert.deepEqual(
      faultsOf({ ...valid, subnetIds: undefined, privateSubnetIds: ["subnet-1"], gpu: undefined }),
      [],
    );
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ gpu: true }, "gpu: is not supported by the sandbox"],
    [{ vpcId: undefined }, "vpcId: is missing"],
    [{ subnetIds: undefined }, "subnetIds: is missing"],
    [
      { privateSubnetIds: ["subnet-2"] },
      "subnetIds: and publicSubnetIds or privateSubnetIds exclude each other",
    ],
    [{ authenticationMode: undefined }, "authenticationMode: got undefined"],
    [{ authenticationMode: "CONFIG_MAP" }, 'authenticationMode: got "CONFIG_MAP"'],
    [{ skipDefaultNodeGroup: false }, "skipDefaultNodeGroup: must be true"],
    [
      { createOidcProvider: true },
      "createOidcProvider: must be false: the component opens a TLS connection to the issuer, which the sandbox has none of",
    ],
    [{ useDefaultVpcCni: undefined }, "useDefaultVpcCni: must be true"],
    [{ corednsAddonOptions: { enabled: true } }, "corednsAddonOptions.version: is missing"],
    [{ kubeProxyAddonOptions: undefined }, "kubeProxyAddonOptions.version: is missing"],
  ];
  for (const [change, fault] of refused) {
    const [name, value] = Object.entries(change)[0] ?? [];
    it(`are refused with ${name} ${JSON.stringify(value) ?? "left out"}`, () =>
      assert.deepEqual(faultsOf({ ...valid, ...change }), [fault]));
  }

  it("are refused with all faults at once", () => {
    assert.deepEqual(
      faultsOf({ ...valid, gpu: true, vpcId: undefined }).map((fault) => fault.split(":")[0]),
      ["gpu", "vpcId"],
    );
  });

  it("are those of the only component that the stand-in makes", async () => {
    await assert.rejects(
      eksProvider.construct?.("n", "eks:index:ManagedNodeGroup", {}, {}) ?? Promise.resolve(),
      {
        message:
          "eks:index:ManagedNodeGroup: the sandbox does not make this component; expected eks:index:Cluster; add it in sandbox/providers/eks to use it",
      },
    );
  });
});
