import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import { partitionOf } from "../shared/partition";
import { volumeKeyPolicy } from "./volume-key-policy.builder";

export interface VolumeKeyArgs {
  readonly clusterName: string;
  readonly region: string;
  readonly accountId: pulumi.Input<string>;
  /** Pulumi refuses to delete the key. */
  readonly protect: boolean;
}

/**
 * The stack's own key for the volumes of its nodes. The name of its alias comes from the name of the cluster.
 *
 * Node classes have to depend on the whole component, because an EC2NodeClass names the key by its alias, which is
 * text.
 *
 * ### Cost
 * $1 a month, plus its requests (us-east-1, 2026).
 */
export class VolumeKey extends pulumi.ComponentResource {
  readonly keyArn: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;

  constructor(name: string, args: VolumeKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:VolumeKey", name, {}, opts);
    const child = { parent: this };

    const key = createKey(name, args, { ...child, protect: args.protect });
    const alias = new kms.Alias(
      `${name}-alias`,
      { name: volumeKeyAlias(args.clusterName), targetKeyId: key.keyId },
      child,
    );

    this.keyArn = key.arn;
    this.aliasName = alias.name;
    this.registerOutputs({ keyArn: this.keyArn, aliasName: this.aliasName });
  }
}

function createKey(name: string, args: VolumeKeyArgs, opts: pulumi.CustomResourceOptions) {
  const { region } = args;
  return new kms.Key(
    `${name}-key`,
    {
      description: `Volumes of the nodes of ${args.clusterName}`,
      enableKeyRotation: true,
      // Volumes and snapshots outlive the stack, and nobody can read them without the key. 30 days is the maximum.
      deletionWindowInDays: 30,
      policy: pulumi
        .output(args.accountId)
        .apply((accountId) =>
          JSON.stringify(volumeKeyPolicy({ partition: partitionOf(region), region, accountId })),
        ),
    },
    opts,
  );
}

/**
 * Alias of a stack's own key for volumes, in the form that EC2 and an EC2NodeClass take. It is plain text, so a
 * policy sees at the first preview which key a node class names. The EBS API takes a key id, a key ARN, an alias or
 * an alias ARN.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateEbsBlockDeviceRequest.html
 */
export function volumeKeyAlias(clusterName: string): string {
  return `alias/${clusterName}-volumes`;
}
