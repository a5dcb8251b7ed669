import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { Network, type NetworkArgs } from "../../../components/network/network";
import { nameOf, registeredResources, theResource } from "../../support/registered-resources";

const args: NetworkArgs = {
  cidr: "10.40.0.0/16",
  zones: ["us-east-1a", "us-east-1b"],
  natGateways: "one-per-zone",
  interfaceEndpoints: [],
  region: "us-east-1",
  clusterName: "production",
  protect: false,
};

const network = (changes: Partial<NetworkArgs> = {}) =>
  registeredResources(() => new Network("network", { ...args, ...changes }));

describe("Network", () => {
  it("makes exactly these resources over two zones", async () => {
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

  it("tags private subnets so that Karpenter finds them and no others", async () => {
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

  it("sends every zone through one gateway where that is asked for", async () => {
    const single = await network({ natGateways: "single" });
    assert.equal(single.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway").length, 1);
    assert.deepEqual(
      single
        .filter(({ name }) => /^network-private-.*-internet$/.test(name))
        .map(({ inputs }) => inputs["natGatewayId"]),
      ["network-nat-us-east-1a-id", "network-nat-us-east-1a-id"],
    );
  });

  it("makes the interface endpoints that are asked for, open to the VPC alone", async () => {
    const resources = await network({ interfaceEndpoints: ["ecr.api", "sqs"] });
    const endpoint = theResource(resources, "network-ecr-api");
    assert.equal(endpoint.inputs["serviceName"], "com.amazonaws.us-east-1.ecr.api");
    assert.equal(endpoint.inputs["vpcEndpointType"], "Interface");
    assert.equal(endpoint.inputs["privateDnsEnabled"], true);
    assert.deepEqual(theResource(resources, "network-endpoints").inputs["ingress"], [
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.40.0.0/16"] },
    ]);
  });

  it("gives the S3 endpoint to every private and intra route table", async () => {
    const endpoint = theResource(await network(), "network-s3");
    assert.deepEqual(endpoint.inputs["routeTableIds"], [
      "network-intra-id",
      "network-private-us-east-1a-id",
      "network-private-us-east-1b-id",
    ]);
  });
});
