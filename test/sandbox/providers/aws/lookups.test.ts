import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import { makeExistingCluster } from "../../../../sandbox/providers/aws/existing-cluster";
import { AwsStandIn } from "../../../../sandbox/providers/aws/provider";
import { Cloud } from "../../../../sandbox/providers/cloud";
import type { Properties } from "../../../../sandbox/providers/cloud-state";

const connection = "127.0.0.1:1";
const byTag = { tags: { "karpenter.sh/discovery": "research" } };
const wish = {
  name: "research",
  region: "us-west-2",
  kubernetesVersion: "1.34",
  zones: ["us-west-2a", "us-west-2b"],
  subnets: byTag,
  securityGroups: byTag,
  nodeLabels: { pool: "core" },
};

describe("a cluster created outside the engine, as the functions of the aws package show it", () => {
  let cloud: Cloud;
  let aws: AwsStandIn;
  beforeEach(() => {
    cloud = Cloud.inMemory();
    aws = new AwsStandIn(cloud);
    aws.configure(connection, { region: "us-west-2" });
    assert.equal(makeExistingCluster(cloud, wish), true);
  });

  const ask = (name: string, args: Properties): Properties => {
    const module = { getCluster: "eks", getAddon: "eks", getOpenIdConnectProvider: "iam" }[name];
    return aws.invoke(connection, `aws:${module ?? "ec2"}/${name}:${name}`, args);
  };
  const idsOf = (name: string, ...filters: readonly [string, ...string[]][]) =>
    ask(name, { filters: filters.map(([filter, ...values]) => ({ name: filter, values })) })[
      "ids"
    ] as string[];
  const vpcId = () =>
    (ask("getCluster", { name: "research" })["vpcConfig"] as { vpcId: string }).vpcId;

  it("is made once, outside the engine", () => {
    const before = cloud.objects();
    assert.equal(makeExistingCluster(cloud, wish), false);
    assert.deepEqual(cloud.objects(), before);
    assert.deepEqual(
      before.filter(({ urn }) => !urn.startsWith("urn:other-means:research::")),
      [],
    );
  });

  it("has the version, the mode and the zones that were asked for", () => {
    const cluster = ask("getCluster", { name: "research" });
    assert.equal(cluster["version"], "1.34");
    assert.equal(cluster["status"], "ACTIVE");
    assert.deepEqual(cluster["accessConfigs"], [
      {
        authenticationMode: "API_AND_CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: true,
      },
    ]);
    const [{ data }] = cluster["certificateAuthorities"] as [{ data: string }];
    assert.match(Buffer.from(data, "base64").toString(), /^-----BEGIN CERTIFICATE-----/);
    assert.ok(cloud.cluster(String(cluster["endpoint"])), "there is no Kubernetes behind it");
  });

  it("has an OIDC provider for its issuer, and the Pod Identity agent", () => {
    const { identities } = ask("getCluster", { name: "research" }) as {
      identities: [{ oidcs: [{ issuer: string }] }];
    };
    const url = identities[0].oidcs[0].issuer;
    const provider = ask("getOpenIdConnectProvider", { url });
    assert.equal(
      provider["arn"],
      `arn:aws:iam::123456789012:oidc-provider/${url.replace("https://", "")}`,
    );
    assert.deepEqual(provider["clientIdLists"], ["sts.amazonaws.com"]);
    const addonName = "eks-pod-identity-agent";
    assert.match(
      String(ask("getAddon", { clusterName: "research", addonName })["addonVersion"]),
      /^v1\./,
    );
  });

  it("is found by EC2's filters: VPC, zone, id, and tags with a wildcard", () => {
    const all = idsOf("getSubnets", ["vpc-id", vpcId()]);
    assert.equal(all.length, 2);
    const inB = idsOf("getSubnets", ["vpc-id", vpcId()], ["availability-zone", "us-west-2b"]);
    assert.deepEqual(inB, all.slice(1));
    assert.deepEqual(idsOf("getSubnets", ["subnet-id", ...inB]), inB);
    assert.deepEqual(idsOf("getSubnets", ["tag:karpenter.sh/discovery", "rese*"]), all);
    assert.deepEqual(idsOf("getSubnets", ["tag:karpenter.sh/discovery", "other", "res"]), []);
    assert.deepEqual(idsOf("getSubnets", ["vpc-id", "vpc-0"]), []);
    assert.throws(() => idsOf("getSubnets", ["state", "available"]), {
      message:
        "filter: unknown in the sandbox, got state; expected one of subnet-id, vpc-id, availability-zone, tag:<key>",
    });
  });

  it("has tags on its security group, which AWS made together with it", () => {
    const { vpcConfig } = ask("getCluster", { name: "research" }) as {
      vpcConfig: { clusterSecurityGroupId: string };
    };
    const own = [vpcConfig.clusterSecurityGroupId];
    assert.deepEqual(idsOf("getSecurityGroups", ["tag:karpenter.sh/discovery", "research"]), own);
    assert.deepEqual(idsOf("getSecurityGroups", ["group-id", ...own], ["vpc-id", vpcId()]), own);
    assert.equal(idsOf("getSecurityGroups", ["vpc-id", vpcId()]).length, 2);
  });

  it("gets the ids of subnets and groups that a stack file names", () => {
    const named = Cloud.inMemory();
    makeExistingCluster(named, {
      ...wish,
      subnets: { ids: ["subnet-0000000a", "subnet-0000000b", "subnet-0000000c"] },
      securityGroups: { ids: ["sg-0000000a"] },
    });
    aws = new AwsStandIn(named);
    aws.configure(connection, { region: "us-west-2" });
    const inA = idsOf("getSubnets", ["availability-zone", "us-west-2a"]);
    assert.deepEqual(inA, ["subnet-0000000a", "subnet-0000000c"]);
    assert.deepEqual(idsOf("getSecurityGroups", ["group-id", "sg-0000000a"]), ["sg-0000000a"]);
  });

  it("is reported as missing with the message of the real provider", () => {
    const missing: readonly [string, Properties, string][] = [
      ["getCluster", { name: "other" }, "reading EKS Cluster (other): couldn't find resource"],
      [
        "getAddon",
        { clusterName: "research", addonName: "adot" },
        "reading EKS Add-On (research:adot): couldn't find resource",
      ],
      [
        "getOpenIdConnectProvider",
        { url: "https://example.com" },
        "finding IAM OIDC Provider by url (https://example.com): not found",
      ],
    ];
    for (const [name, args, words] of missing) {
      assert.throws(() => ask(name, args), { message: `1 error occurred:\n\t* ${words}\n\n` });
    }
  });
});
