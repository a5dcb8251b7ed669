import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

/**
 * The role under which EC2 launches Spot instances. An account has one such role for all regions. AWS refuses a
 * second one. Without the role no Spot instance starts.
 *
 * The role stays when the stack is destroyed, because other stacks of the account launch Spot instances under it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export class SpotServiceLinkedRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:SpotServiceLinkedRole", name, {}, opts);

    const role = new iam.ServiceLinkedRole(
      `${name}-role`,
      { awsServiceName: "spot.amazonaws.com" },
      { parent: this, retainOnDelete: true },
    );

    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
