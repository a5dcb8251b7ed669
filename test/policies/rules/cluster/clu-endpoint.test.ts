import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { packName } from "../../../../policies/registry";
import { cluEndpoint } from "../../../../policies/rules/cluster/clu-endpoint";
import { toPolicies } from "../../../../policies/support/adapter";
import { analyzerOf } from "../../../../commands/check/analyzer";
import { noOptions } from "../../../support/registration-options";
import { analyzeRequest } from "../../../../commands/check/requests";
import { checkBy, pathsBy, testDay } from "../../check-program";

const clusterToken = "aws:eks/cluster:Cluster";
const componentToken = "eks:index:Cluster";

describe("clu-endpoint", () => {
  it("says what a missing value means, and gives both fixes", async () => {
    const { messages } = await checkBy(cluEndpoint, { vpcConfig: {} }, clusterToken);
    assert.deepEqual(messages, [
      [
        "The Kubernetes API of a cluster is private, or public for named networks only.",
        "vpcConfig.endpointPublicAccess: everyone can reach the API server, got nothing, which means a public endpoint for 0.0.0.0/0; expected endpointPublicAccess: false, or ranges in publicAccessCidrs",
        "Attackers try every API server that they can reach. With one leaked token or one flaw in authentication they control the cluster, its accelerators and its roles.",
        "Fix: set endpointPublicAccess to false and endpointPrivateAccess to true, or name the networks that may connect in publicAccessCidrs.",
        "More: docs/policies/clu-endpoint.md",
      ].join("\n"),
    ]);
  });

  const cases = [
    [{}, ["endpointPublicAccess"]],
    [{ endpointPublicAccess: false }, []],
    [{ endpointPublicAccess: false, publicAccessCidrs: ["0.0.0.0/0"] }, []],
    [{ endpointPublicAccess: true }, ["publicAccessCidrs"]],
    [{ endpointPublicAccess: true, publicAccessCidrs: [] }, ["publicAccessCidrs"]],
    [{ endpointPublicAccess: true, publicAccessCidrs: ["10.0.0.0/8"] }, []],
    [{ publicAccessCidrs: ["198.51.100.0/24"] }, []],
    [{ publicAccessCidrs: [] }, ["endpointPublicAccess"]],
    [{ publicAccessCidrs: ["198.51.100.0/24", "0.0.0.0/0"] }, ["publicAccessCidrs[1]"]],
    [{ publicAccessCidrs: ["::/0"] }, ["publicAccessCidrs[0]"]],
    [{ publicAccessCidrs: ["10.1.2.3/0"] }, ["publicAccessCidrs[0]"]],
    [{ publicAccessCidrs: ["2001:db8::/32"] }, []],
    [{ publicAccessCidrs: ["198.51.100.0"] }, ["publicAccessCidrs[0]"]],
    [{ publicAccessCidrs: ["198.51.100.0/33"] }, ["publicAccessCidrs[0]"]],
    [{ publicAccessCidrs: ["2001:db8::/129"] }, ["publicAccessCidrs[0]"]],
    [{ publicAccessCidrs: [5, null] }, ["publicAccessCidrs[0]", "publicAccessCidrs[1]"]],
    [{ publicAccessCidrs: "198.51.100.0/24" }, ["publicAccessCidrs"]],
    [{ endpointPublicAccess: "false" }, ["endpointPublicAccess"]],
  ] as const;
  for (const [access, paths] of cases) {
    it(`finds ${paths.length === 0 ? "nothing" : paths.join(" and ")} in ${JSON.stringify(access)}`, async () => {
      assert.deepEqual(
        await pathsBy(cluEndpoint, { name: "c", vpcConfig: access }, clusterToken),
        paths.map((path) => `vpcConfig.${path}`),
      );
      assert.deepEqual(await pathsBy(cluEndpoint, { name: "c", ...access }, componentToken), paths);
    });
  }

  it("reports a vpcConfig of another shape, and takes its absence for a public endpoint", async () => {
    assert.deepEqual(await pathsBy(cluEndpoint, { vpcConfig: [] }, clusterToken), ["vpcConfig"]);
    assert.deepEqual(await pathsBy(cluEndpoint, {}, clusterToken), [
      "vpcConfig.endpointPublicAccess",
    ]);
  });

  it("refuses exactly the IPv4 ranges with a shorter prefix than its configuration has", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.ipV4(),
        fc.nat(32),
        fc.integer({ min: 1, max: 32 }),
        async (address, prefix, shortestIpv4Prefix) => {
          const vpcConfig = { publicAccessCidrs: [`${address}/${prefix}`] };
          const found = await pathsBy(cluEndpoint, { vpcConfig }, clusterToken, {
            shortestIpv4Prefix,
          });
          assert.equal(found.length, prefix < shortestIpv4Prefix ? 1 : 0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses exactly the IPv6 ranges with a shorter prefix than its configuration has", async () => {
    await fc.assert(
      fc.asyncProperty(fc.ipV6(), fc.nat(128), async (address, prefix) => {
        const vpcConfig = { publicAccessCidrs: [`${address}/${prefix}`] };
        const config = { shortestIpv4Prefix: 32, shortestIpv6Prefix: 20 };
        const found = await pathsBy(cluEndpoint, { vpcConfig }, clusterToken, config);
        assert.equal(found.length, prefix < 20 ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });

  it("says what an endpoint without ranges means, and reports a range of another shape as such", async () => {
    const lines = async (vpcConfig: object) =>
      (await checkBy(cluEndpoint, { vpcConfig }, clusterToken)).messages.map(
        (message) => message.split("\n")[1],
      );
    assert.deepEqual(await lines({ endpointPublicAccess: true }), [
      "vpcConfig.publicAccessCidrs: everyone can reach the API server, got no ranges, which means 0.0.0.0/0; expected endpointPublicAccess: false, or ranges in publicAccessCidrs",
    ]);
    assert.deepEqual(await lines({ publicAccessCidrs: [5] }), [
      "vpcConfig.publicAccessCidrs[0]: unexpected shape, got the number 5; expected a text",
    ]);
  });

  it("says how long a prefix must be, and refuses a text that is not a range", async () => {
    const vpcConfig = { publicAccessCidrs: ["0.0.0.0/1", "::/3", "office"] };
    const { messages } = await checkBy(cluEndpoint, { vpcConfig }, clusterToken);
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]?.replace(/^\S+ /, "")),
      [
        "a range that is nearly the whole internet, got a prefix of /1; expected a prefix of /8 or longer for IPv4",
        "a range that is nearly the whole internet, got a prefix of /3; expected a prefix of /16 or longer for IPv6",
        "not a range of addresses, got a text of 6 characters; expected a CIDR such as 198.51.100.0/24",
      ],
    );
    assert.deepEqual(
      messages.map((message) => message.split("\n")[2]?.split(/[ ,]/, 2).join(" ")),
      ["Attackers try", "Attackers try", "EKS refuses"],
    );
  });

  it("leaves the component to its cluster under the engine, which gets the component without inputs", async () => {
    const found = async (type: string, properties: Record<string, unknown>) => {
      const policies = toPolicies([cluEndpoint], { today: testDay });
      const diagnostics = await analyzerOf(packName, policies).resource(
        analyzeRequest({
          urn: `urn:pulumi:test::check::${type}::cluster`,
          type,
          name: "cluster",
          properties,
          options: noOptions,
          provider: "",
        }),
      );
      return diagnostics.length;
    };
    assert.equal(await found(componentToken, {}), 0);
    assert.equal(await found(clusterToken, { vpcConfig: {} }), 1);
  });
});
