import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { AwsStandIn } from "../../../../sandbox/providers/aws/provider";
import { awsTable } from "../../../../sandbox/providers/aws/table";
import { tokens } from "../../../../sandbox/providers/aws/tokens";
import { Cloud } from "../../../../sandbox/providers/cloud";
import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { unknown } from "../../../../sandbox/providers/stand-in";
import { connection, ExampleCloud, rowOf, urnOf, withValue } from "./example-cloud";

/** Paths whose change makes the real provider (@pulumi/aws 7.48.0) replace the resource. */
const replacing: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  // internal/service/ec2/vpc_ipv4_cidr_block_association.go of hashicorp/terraform-provider-aws
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": [
    "vpcId",
    "cidrBlock",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
  ],
  "aws:ec2/subnet:Subnet": ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ec2/eip:Eip": ["domain"],
  "aws:ec2/natGateway:NatGateway": ["allocationId", "subnetId", "connectivityType"],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/route:Route": ["routeTableId", "destinationCidrBlock", "destinationPrefixListId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["vpcId", "serviceName", "vpcEndpointType"],
  "aws:ec2/securityGroup:SecurityGroup": ["name", "description", "vpcId"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": [
    "type",
    "fromPort",
    "toPort",
    "protocol",
    "securityGroupId",
    "sourceSecurityGroupId",
    "cidrBlocks",
    "ipv6CidrBlocks",
    "prefixListIds",
    "self",
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": ["name"],
  "aws:ec2/tag:Tag": ["resourceId", "key"],
  // internal/service/ec2/ec2_placement_group.go of hashicorp/terraform-provider-aws
  "aws:ec2/placementGroup:PlacementGroup": ["name", "strategy", "partitionCount", "spreadLevel"],
  // internal/service/ec2/ec2_capacity_reservation.go of hashicorp/terraform-provider-aws
  "aws:ec2/capacityReservation:CapacityReservation": [
    "availabilityZone",
    "ebsOptimized",
    "ephemeralStorage",
    "instanceMatchCriteria",
    "instancePlatform",
    "instanceType",
    "outpostArn",
    "placementGroupArn",
    "tenancy",
  ],
  // internal/service/ec2/ec2_capacity_block_reservation.go of hashicorp/terraform-provider-aws
  "aws:ec2/capacityBlockReservation:CapacityBlockReservation": [
    "capacityBlockOfferingId",
    "instancePlatform",
  ],
  "aws:kms/key:Key": ["keyUsage", "customerMasterKeySpec", "multiRegion"],
  "aws:kms/alias:Alias": ["name"],
  "aws:iam/role:Role": ["name", "path"],
  "aws:iam/policy:Policy": ["name", "description", "path"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["url"],
  // internal/service/iam/service_linked_role.go of hashicorp/terraform-provider-aws
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": ["awsServiceName", "customSuffix"],
  "aws:eks/cluster:Cluster": [
    "name",
    "roleArn",
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "encryptionConfig.provider.keyArn",
    "kubernetesNetworkConfig.ipFamily",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "bootstrapSelfManagedAddons",
  ],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    "clusterName",
    "principalArn",
    "policyArn",
    "accessScope",
  ],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/nodeGroup:NodeGroup": [
    "clusterName",
    "nodeGroupName",
    "nodeRoleArn",
    "subnetIds",
    "amiType",
    "capacityType",
    "diskSize",
    "instanceTypes",
    "launchTemplate.id",
    "launchTemplate.name",
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
    "clusterName",
    "namespace",
    "serviceAccount",
  ],
  "aws:sqs/queue:Queue": ["name", "fifoQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl"],
  "aws:cloudwatch/eventRule:EventRule": ["name", "eventBusName"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "targetId", "eventBusName"],
};

/** The form of the ids in AWS, for the examples. */
const ids: Readonly<Record<string, RegExp>> = {
  "aws:ec2/vpc:Vpc": /^vpc-[0-9a-f]{17}$/,
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation":
    /^vpc-cidr-assoc-[0-9a-f]{17}$/,
  "aws:ec2/subnet:Subnet": /^subnet-[0-9a-f]{17}$/,
  "aws:ec2/internetGateway:InternetGateway": /^igw-[0-9a-f]{17}$/,
  "aws:ec2/eip:Eip": /^eipalloc-[0-9a-f]{17}$/,
  "aws:ec2/natGateway:NatGateway": /^nat-[0-9a-f]{17}$/,
  "aws:ec2/routeTable:RouteTable": /^rtb-[0-9a-f]{17}$/,
  "aws:ec2/route:Route": /^r-rtb-[0-9a-f]{17}\d+$/,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": /^rtbassoc-[0-9a-f]{17}$/,
  "aws:ec2/vpcEndpoint:VpcEndpoint": /^vpce-[0-9a-f]{17}$/,
  "aws:ec2/securityGroup:SecurityGroup": /^sg-[0-9a-f]{17}$/,
  "aws:ec2/securityGroupRule:SecurityGroupRule": /^sgrule-\d+$/,
  "aws:ec2/launchTemplate:LaunchTemplate": /^lt-[0-9a-f]{17}$/,
  "aws:ec2/tag:Tag": /^sg-0123456789abcdef0,karpenter\.sh\/discovery$/,
  "aws:ec2/placementGroup:PlacementGroup": /^training$/,
  "aws:ec2/capacityReservation:CapacityReservation": /^cr-[0-9a-f]{17}$/,
  "aws:ec2/capacityBlockReservation:CapacityBlockReservation": /^cr-[0-9a-f]{17}$/,
  "aws:kms/key:Key": /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "aws:kms/alias:Alias": /^alias\/platform$/,
  "aws:iam/role:Role": /^karpenter-node$/,
  "aws:iam/policy:Policy": /^arn:aws:iam::123456789012:policy\/karpenter-interruption$/,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
    /^karpenter-node\/arn:aws:iam::123456789012:policy\/karpenter-interruption$/,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
    /^arn:aws:iam::123456789012:oidc-provider\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
  "aws:iam/serviceLinkedRole:ServiceLinkedRole":
    /^arn:aws:iam::123456789012:role\/aws-service-role\/spot\.amazonaws\.com\/AWSServiceRoleForEC2Spot$/,
  "aws:eks/cluster:Cluster": /^platform$/,
  "aws:eks/accessEntry:AccessEntry": /^platform:arn:aws:iam::123456789012:role\/operators$/,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation":
    /^platform#arn:aws:iam::123456789012:role\/operators#arn:aws:eks::aws:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/,
  "aws:eks/addon:Addon": /^platform:coredns$/,
  "aws:eks/nodeGroup:NodeGroup": /^platform:system$/,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": /^a-[0-9a-f]{17}$/,
  "aws:sqs/queue:Queue":
    /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/platform-interruption$/,
  "aws:sqs/queuePolicy:QueuePolicy":
    /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/platform-interruption$/,
  "aws:cloudwatch/eventRule:EventRule": /^platform-spot-interruption$/,
  "aws:cloudwatch/eventTarget:EventTarget": /^platform-spot-interruption-interruption-queue$/,
};

function diffOf(cloud: ExampleCloud, type: string, newInputs: Properties) {
  const { id, urn, inputs, outputs } = cloud.make(type);
  return cloud.aws.diff({
    connection,
    urn,
    type,
    id,
    oldInputs: inputs,
    oldOutputs: outputs,
    newInputs,
  });
}

describe("the AWS stand-in", () => {
  it("has the rows that this test knows", () => {
    const types = awsTable.map(({ type }) => type).sort();
    assert.deepEqual(types, Object.keys(replacing).sort());
    assert.deepEqual(types, Object.keys(ids).sort());
  });

  for (const { type, fields } of awsTable) {
    it(`gives ${type} an id as AWS does`, () => {
      assert.match(new ExampleCloud().make(type).id, ids[type] ?? /never/);
    });

    for (const path of Object.keys(fields)) {
      // "another value" removes the fields below the path, and replaces the object above it.
      const touches = (other: string): boolean =>
        `${path}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${path}.`);
      const isReplaced = replacing[type]?.some(touches) ?? false;
      it(`${isReplaced ? "replaces" : "updates"} ${type} when ${path} changes`, () => {
        const cloud = new ExampleCloud();
        const { inputs } = cloud.make(type);
        const { changed, replaces } = diffOf(cloud, type, withValue(inputs, path, "another value"));
        assert.ok(changed.includes(path.split(/[.[]/)[0] ?? ""));
        assert.equal(replaces.length > 0, isReplaced, replaces.join());
      });
    }

    it(`finds nothing to do for an unchanged ${type}`, () => {
      const cloud = new ExampleCloud();
      const nothing = { changed: [], replaces: [], deleteBeforeReplace: false };
      assert.deepEqual(diffOf(cloud, type, cloud.make(type).inputs), nothing);
    });
  }

  it("refuses a type that is not in the table, and says what to do", () => {
    const inputs = {
      connection,
      urn: urnOf("aws:s3/bucket:Bucket", "b"),
      type: "aws:s3/bucket:Bucket",
      oldInputs: undefined,
    };
    assert.throws(() => new ExampleCloud().aws.check({ ...inputs, newInputs: {} }), {
      message:
        "aws:s3/bucket:Bucket: the sandbox does not know this resource type; expected one of the 34 types in sandbox/providers/aws/table.ts; add a row there to use it",
    });
  });

  it("refuses to work without a region", () => {
    const { AWS_REGION: region, AWS_DEFAULT_REGION: fallback } = process.env;
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
    try {
      assert.throws(() => new AwsStandIn(Cloud.inMemory()).configure("c", {}), {
        message:
          "aws:region: is missing, got nothing; expected a region such as us-east-1; set it in the stack file",
      });
    } finally {
      if (region !== undefined) process.env.AWS_REGION = region;
      if (fallback !== undefined) process.env.AWS_DEFAULT_REGION = fallback;
    }
  });

  it("works for each provider resource in its own region", () => {
    const cloud = Cloud.inMemory();
    const aws = new AwsStandIn(cloud);
    aws.configure("east", { region: "us-east-1" });
    aws.configure("tokyo", { region: "ap-northeast-1" });
    const arns = ["east", "tokyo"].map((from) => {
      const request = {
        connection: from,
        urn: urnOf(tokens.queue, from),
        type: tokens.queue,
        preview: false,
      };
      return aws.create({ ...request, inputs: { name: from } }).outputs.arn;
    });
    assert.deepEqual(arns, [
      "arn:aws:sqs:us-east-1:123456789012:east",
      "arn:aws:sqs:ap-northeast-1:123456789012:tokyo",
    ]);
  });

  it("names a resource without a name as the real provider does, and keeps that name", () => {
    const { aws } = new ExampleCloud();
    const request = { connection, urn: urnOf(tokens.role, "node"), type: tokens.role };
    const newInputs = { assumeRolePolicy: "{}" };
    const { inputs } = aws.check({ ...request, oldInputs: undefined, newInputs });
    assert.match(String(inputs.name), /^node-[0-9a-f]{7}$/);
    assert.deepEqual(aws.check({ ...request, oldInputs: inputs, newInputs }).inputs, inputs);
    assert.equal(
      aws.check({ ...request, oldInputs: inputs, newInputs: { name: "given" } }).inputs.name,
      "given",
    );
    const formerly = { ...newInputs, name: "formerly-given" };
    assert.deepEqual(aws.check({ ...request, oldInputs: formerly, newInputs }).inputs, inputs);
  });

  it("gives a replacement another name and id while the old object exists", () => {
    const { aws } = new ExampleCloud();
    const request = { connection, urn: urnOf(tokens.role, "node"), type: tokens.role };
    const make = () => {
      const { inputs } = aws.check({
        ...request,
        oldInputs: undefined,
        newInputs: { assumeRolePolicy: "{}" },
      });
      return aws.create({ ...request, inputs, preview: false }).id;
    };
    const [first, second] = [make(), make()];
    assert.notEqual(first, second);
    aws.delete({ ...request, id: String(first) });
    assert.equal(make(), first);
  });

  it("deletes a resource before its replacement only if its name is fixed", () => {
    const cloud = new ExampleCloud();
    const { inputs } = cloud.make(tokens.cluster);
    const changed = { ...inputs, roleArn: "arn:aws:iam::123456789012:role/other" };
    assert.equal(diffOf(cloud, tokens.cluster, changed).deleteBeforeReplace, true);
    assert.equal(
      diffOf(cloud, tokens.cluster, { ...changed, name: "green" }).deleteBeforeReplace,
      false,
    );
    assert.equal(
      diffOf(cloud, tokens.subnet, {
        ...cloud.make(tokens.subnet).inputs,
        cidrBlock: "10.0.16.0/20",
      }).deleteBeforeReplace,
      false,
    );
  });

  it("updates in place and keeps id and computed outputs", () => {
    const cloud = new ExampleCloud();
    const { id, urn, inputs, outputs } = cloud.make(tokens.cluster);
    const request = { connection, urn, type: tokens.cluster, id, oldOutputs: outputs };
    const newInputs = { ...inputs, version: "1.36" };
    const updated = { ...outputs, version: "1.36" };
    assert.deepEqual(
      cloud.aws.update({ ...request, inputs: newInputs, preview: true }).outputs,
      updated,
    );
    assert.deepEqual(cloud.aws.read(request), { inputs, outputs });
    assert.deepEqual(
      cloud.aws.update({ ...request, inputs: newInputs, preview: false }).outputs,
      updated,
    );
    assert.deepEqual(cloud.aws.read(request), { inputs: newInputs, outputs: updated });
  });

  it("increases the version of a launch template, which a preview does not know", () => {
    const cloud = new ExampleCloud();
    const { id, urn, inputs, outputs } = cloud.make(tokens.launchTemplate);
    assert.equal(outputs.latestVersion, 1);
    const request = {
      connection,
      urn,
      type: tokens.launchTemplate,
      id,
      oldOutputs: outputs,
      inputs,
    };
    assert.equal(cloud.aws.update({ ...request, preview: true }).outputs.latestVersion, unknown);
    assert.equal(cloud.aws.update({ ...request, preview: false }).outputs.latestVersion, 2);
  });

  it("adds the provider's default tags to resources that can have tags, and finds a change of them", () => {
    const cloud = new ExampleCloud();
    const tagged = { region: "us-east-1", defaultTags: '{"tags":{"team":"ml","owner":"a"}}' };
    cloud.aws.configure(connection, tagged);
    const { id, urn, inputs, outputs } = cloud.make(tokens.eip);
    assert.deepEqual(outputs.tagsAll, { team: "ml", owner: "a" });
    assert.equal(outputs.tags, undefined);
    cloud.aws.configure(connection, { ...tagged, defaultTags: '{"tags":{"team":"web"}}' });
    assert.deepEqual(diffOf(cloud, tokens.eip, inputs).changed, ["tagsAll"]);
    const request = { connection, urn, type: tokens.eip, id, oldOutputs: outputs, preview: false };
    const own = { ...inputs, tags: { owner: "b" } };
    assert.deepEqual(cloud.aws.update({ ...request, inputs: own }).outputs.tagsAll, {
      team: "web",
      owner: "b",
    });
  });

  it("answers getCallerIdentity, and refuses unknown functions by name", () => {
    const { aws } = new ExampleCloud();
    assert.deepEqual(aws.invoke(connection, "aws:index/getCallerIdentity:getCallerIdentity", {}), {
      id: "123456789012",
      accountId: "123456789012",
      arn: "arn:aws:iam::123456789012:user/sandbox",
      userId: "AIDASANDBOXSANDBOX000",
    });
    assert.throws(() => aws.invoke(connection, "aws:ec2/getAmi:getAmi", {}), {
      message:
        "aws:ec2/getAmi:getAmi: the sandbox does not answer this function; expected one of aws:index/getCallerIdentity:getCallerIdentity, aws:index/getAvailabilityZones:getAvailabilityZones, aws:index/getPartition:getPartition, aws:index/getRegion:getRegion, aws:eks/getCluster:getCluster, aws:eks/getAddon:getAddon, aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider, aws:ec2/getSubnets:getSubnets, aws:ec2/getSecurityGroups:getSecurityGroups; add it to sandbox/providers/aws/invokes.ts",
    });
  });

  it("refuses to delete a cluster with deletion protection", () => {
    const cloud = new ExampleCloud();
    const { id, urn, inputs } = cloud.make(tokens.cluster);
    const request = { connection, urn, type: tokens.cluster, id };
    const set = (deletionProtection: boolean) =>
      cloud.aws.update({
        ...request,
        oldOutputs: {},
        inputs: { ...inputs, deletionProtection },
        preview: false,
      });
    set(true);
    assert.throws(() => cloud.aws.delete(request), {
      message:
        "InvalidRequestException: Cluster platform cannot be deleted because deletion protection is enabled",
    });
    set(false);
    cloud.aws.delete(request);
    assert.equal(cloud.aws.read(request), undefined);
  });

  it("refuses to delete a cluster with pools and node classes, and says that AWS would delete it", () => {
    const cloud = new ExampleCloud();
    const { id, urn, outputs } = cloud.make(tokens.cluster);
    const endpoint = String(outputs.endpoint);
    const request = { connection, urn, type: tokens.cluster, id };
    cloud.cloud.changeCluster(endpoint, ({ objects }) => {
      const type = "kubernetes:karpenter.sh/v1:NodePool";
      objects[`${type} gpu`] = { type, id: "gpu", inputs: {}, outputs: {} };
    });
    assert.throws(() => cloud.aws.delete(request), {
      message:
        "ResourceInUseException (emulation, stricter than AWS: EKS would delete the cluster, and the instances that Karpenter launched would run on without an owner): NodePool gpu still exist in cluster platform; delete them first",
    });
    cloud.cloud.changeCluster(endpoint, (contents) => {
      contents.objects = {};
      contents.definitions["karpenter.sh/v1/NodePool"] = {
        release: "kube-system/karpenter-crd",
        kept: true,
      };
    });
    cloud.aws.delete(request);
    assert.equal(cloud.cloud.cluster(endpoint), undefined);
  });

  it("refuses to delete an internet gateway while a NAT gateway in its VPC has a public address", () => {
    const cloud = new ExampleCloud();
    const gateway = cloud.make(tokens.internetGateway);
    const nat = cloud.make(tokens.natGateway);
    const vpc = cloud.make(tokens.vpc);
    const request = { connection, urn: gateway.urn, type: gateway.type, id: gateway.id };
    assert.throws(() => cloud.aws.delete(request), {
      message: `DependencyViolation: Network ${vpc.id} has some mapped public address(es), of ${nat.id}. Please unmap those public address(es) before detaching the gateway.`,
    });
    cloud.aws.delete({ connection, urn: nat.urn, type: nat.type, id: nat.id });
    cloud.aws.delete(request);
  });

  it("knows objects that AWS makes itself: the security group of a cluster and the default one of a VPC", () => {
    const cloud = new ExampleCloud();
    const { outputs } = cloud.make(tokens.cluster);
    const own = (outputs.vpcConfig as { clusterSecurityGroupId: string }).clusterSecurityGroupId;
    const groups = [own, String(cloud.make(tokens.vpc).outputs.defaultSecurityGroupId)];
    for (const group of groups) {
      const inputs = {
        type: "egress",
        fromPort: 0,
        toPort: 0,
        protocol: "-1",
        securityGroupId: group,
      };
      const request = {
        connection,
        urn: urnOf(tokens.securityGroupRule, group),
        type: tokens.securityGroupRule,
      };
      assert.match(cloud.aws.create({ ...request, inputs, preview: false }).id, /^sgrule-/);
    }
  });

  it("refuses to update an object that does not exist", () => {
    const cloud = new ExampleCloud();
    const { id, urn, inputs, outputs } = cloud.make(tokens.eip);
    cloud.cloud.remove(tokens.eip, id);
    const request = {
      connection,
      urn,
      type: tokens.eip,
      id,
      oldOutputs: outputs,
      inputs,
      preview: false,
    };
    assert.throws(() => cloud.aws.update(request), {
      message: `aws:ec2/eip:Eip ${id}: is not there any more; run a refresh, then it is made again`,
    });
  });

  it("has an empty cloud after everything is deleted in the reverse order", () => {
    const cloud = new ExampleCloud();
    for (const { type } of awsTable) cloud.make(type);
    assert.equal(cloud.cloud.objects().length, 35);
    for (const { urn, type, id } of [...cloud.cloud.objects()].reverse())
      cloud.aws.delete({ connection, urn, type, id });
    assert.deepEqual(cloud.cloud.objects(), []);
  });

  it("says that it is an emulation wherever a refused deletion has no message of AWS", () => {
    const held = awsTable.flatMap(({ fields }) =>
      Object.values(fields).flatMap(({ refersTo }) => (refersTo?.holds ? [refersTo] : [])),
    );
    for (const { type } of held) assert.notEqual(rowOf(type).inUse, undefined, type);
  });
});
