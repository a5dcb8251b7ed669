import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { Network, type NetworkArgs } from "../../../components/network/network";
import { nameOf, registeredResources, theResource } from "../../support/registered-resources";

const args: NetworkArgs = {
  cidr: "10.40.0.0/16",
  podCidrs: [],
  zones: ["us-east-1a", "us-east-1b"],
  controlPlaneZones: ["us-east-1a", "us-east-1b"],
  systemNodeZones: ["us-east-1a", "us-east-1b"],
  natGateways: "one-per-zone",
  interfaceEndpoints: [],
  region: "us-east-1",
  clusterName: "production",
  protect: false,
};

const network = (changes: Partial<NetworkArgs> = {}) =>
  registeredResources(() => new Network("network", { ...args, ...changes }));

describe("Network", () => {
  it("makes exactly these resources for two zones", async () => {
    const resources = await network();
    assert.deepEqual(resources.map(nameOf), [
      "accelerator-platform:network:Network::network",
      "aws:ec2/eip:Eip::network-nat-us-east-1a",
      "aws:ec2/eip:Eip::network-nat-us-east-1b",
      "aws:ec2/internetGateway:InternetGateway::network-internet-gateway",
      "aws:ec2/natGateway:NatGateway::network-nat-us-east-1a",
      "aws:ec2/natGateway:NatGateway::network-nat-us-east-1b",
      "aws:ec2/route:Route::network-private-us-east-1a-internet",
      "aws:ec2/route:Route::network-private-us-east-1b-internet",
      "aws:ec2/route:Route::network-public-internet",
      "aws:ec2/routeTable:RouteTable::network-intra",
      "aws:ec2/routeTable:RouteTable::network-private-us-east-1a",
      "aws:ec2/routeTable:RouteTable::network-private-us-east-1b",
      "aws:ec2/routeTable:RouteTable::network-public",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-intra-us-east-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-intra-us-east-1b",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-private-us-east-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-private-us-east-1b",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-public-us-east-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation::network-public-us-east-1b",
      "aws:ec2/subnet:Subnet::network-intra-us-east-1a",
      "aws:ec2/subnet:Subnet::network-intra-us-east-1b",
      "aws:ec2/subnet:Subnet::network-private-us-east-1a",
      "aws:ec2/subnet:Subnet::network-private-us-east-1b",
      "aws:ec2/subnet:Subnet::network-public-us-east-1a",
      "aws:ec2/subnet:Subnet::network-public-us-east-1b",
      "aws:ec2/vpc:Vpc::network-vpc",
      "aws:ec2/vpcEndpoint:VpcEndpoint::network-s3",
    ]);
  });

  it("keeps the control plane's subnets when a zone is added or removed", async () => {
    const intra = async (zones: string[]) =>
      (await network({ zones }))
        .filter(({ name }) => name.startsWith("network-intra-"))
        .map(({ name, inputs }) => [name, inputs]);
    const before = await intra(["us-east-1a", "us-east-1b"]);
    assert.equal(before.length, 4);
    assert.deepEqual(await intra(["us-east-1a", "us-east-1b", "us-east-1c"]), before);
    assert.deepEqual(await intra(["us-east-1c", "us-east-1b"]), before);
  });

  it("tags only private subnets for Karpenter", async () => {
    const resources = await network();
    const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    const tags = (name: string) => theResource(subnets, name).inputs["tags"];
    assert.deepEqual(tags("network-private-us-east-1a"), {
      Name: "production-private-us-east-1a",
      "network-type": "private",
      "kubernetes.io/role/internal-elb": "1",
      "karpenter.sh/discovery": "production",
    });
    assert.deepEqual(tags("network-public-us-east-1a"), {
      Name: "production-public-us-east-1a",
      "network-type": "public",
      "kubernetes.io/role/elb": "1",
    });
    assert.deepEqual(tags("network-intra-us-east-1a"), {
      Name: "production-intra-us-east-1a",
      "network-type": "intra",
    });
  });

  it("routes every zone through one gateway if the stack asks for a single one", async () => {
    const single = await network({ natGateways: "single" });
    assert.equal(single.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway").length, 1);
    assert.deepEqual(
      single
        .filter(({ name }) => /^network-private-.*-internet$/.test(name))
        .map(({ inputs }) => inputs["natGatewayId"]),
      ["network-nat-us-east-1a-id", "network-nat-us-east-1a-id"],
    );
  });

  it("makes the requested interface endpoints, which only the VPC can reach", async () => {
    const resources = await network({ interfaceEndpoints: ["ecr.api", "sqs"] });
    const endpoint = theResource(resources, "network-ecr-api");
    assert.equal(endpoint.inputs["serviceName"], "com.amazonaws.us-east-1.ecr.api");
    assert.equal(endpoint.inputs["vpcEndpointType"], "Interface");
    assert.equal(endpoint.inputs["privateDnsEnabled"], true);
    assert.deepEqual(theResource(resources, "network-endpoints").inputs["ingress"], [
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.40.0.0/16"] },
    ]);
  });

  it("adds the S3 endpoint to every private and intra route table", async () => {
    const endpoint = theResource(await network(), "network-s3");
    assert.deepEqual(endpoint.inputs["routeTableIds"], [
      "network-intra-id",
      "network-private-us-east-1a-id",
      "network-private-us-east-1b-id",
    ]);
  });

  describe("with ranges for pods", () => {
    const podCidrs = ["100.64.0.0/16", "100.65.0.0/16"];
    const ofPods = /(VpcIpv4CidrBlockAssociation|network-pods)/;

    it("adds the ranges, and a subnet for each zone in each range, with the route table of the zone's nodes", async () => {
      const [without, resources] = [await network(), await network({ podCidrs })];
      const added = resources.map(nameOf).filter((name) => !without.map(nameOf).includes(name));
      assert.deepEqual(
        added,
        resources.map(nameOf).filter((name) => ofPods.test(name)),
      );
      assert.equal(added.length, 2 + 4 + 4);
      assert.deepEqual(theResource(resources, "network-pods-100-65-0-0").inputs, {
        vpcId: "network-vpc-id",
        cidrBlock: "100.65.0.0/16",
      });
      const named = resources.filter(({ name }) => name === "network-pods-100-65-0-0-us-east-1b");
      assert.deepEqual(
        named.map(({ type, inputs }) => [type, inputs]),
        [
          [
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            {
              routeTableId: "network-private-us-east-1b-id",
              subnetId: "network-pods-100-65-0-0-us-east-1b-id",
            },
          ],
          [
            "aws:ec2/subnet:Subnet",
            {
              vpcId: "network-vpc-id",
              cidrBlock: "100.65.32.0/19",
              availabilityZone: "us-east-1b",
              mapPublicIpOnLaunch: false,
              tags: {
                Name: "production-pods-100-65-0-0-us-east-1b",
                "network-type": "pods",
                "kubernetes.io/role/cni": "1",
              },
            },
          ],
        ],
      );
    });

    it("creates a subnet after its range and deletes it before its range", async () => {
      const resources = await network({ podCidrs });
      const subnets = resources.filter(({ type, name }) =>
        /^aws:ec2\/subnet.*::network-pods-100-64/.test(`${type}::${name}`),
      );
      assert.equal(subnets.length, 2);
      for (const { dependencies } of subnets) {
        assert.ok(
          dependencies.includes(
            "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation::network-pods-100-64-0-0",
          ),
        );
      }
    });

    it("keeps pods out of the subnets of nodes, and Karpenter out of the subnets of pods", async () => {
      const resources = await network({ podCidrs });
      const tags = resources
        .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
        .map(({ inputs }) => inputs["tags"] as Record<string, string>);
      assert.deepEqual(
        [
          ...new Set(
            tags.map((tag) => [tag["network-type"], tag["kubernetes.io/role/cni"]].join()),
          ),
        ],
        ["intra,", "pods,1", "private,0", "public,"],
      );
      assert.deepEqual(
        [
          ...new Set(
            tags.filter((tag) => "karpenter.sh/discovery" in tag).map((tag) => tag["network-type"]),
          ),
        ],
        ["private"],
      );
    });

    it("admits pods to the interface endpoints", async () => {
      const resources = await network({ podCidrs, interfaceEndpoints: ["sts"] });
      assert.deepEqual(theResource(resources, "network-endpoints").inputs["ingress"], [
        {
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ["10.40.0.0/16", "100.64.0.0/16", "100.65.0.0/16"],
        },
      ]);
    });
  });
});
