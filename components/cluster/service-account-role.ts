import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { serviceAccountTrust } from "../shared/role-trust.builder";

export interface ServiceAccountRoleArgs {
  readonly oidcProviderArn: pulumi.Input<string>;
  /** Issuer without `https://`. */
  readonly oidcIssuer: pulumi.Input<string>;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** ARN of the managed policy that is attached to the role. */
  readonly policyArn: string;
  readonly description: string;
}

/** A role that one service account may assume, with one managed policy. */
export class ServiceAccountRole extends pulumi.ComponentResource {
  /** Known only after the policy is attached, so every user of this output gets a role with permissions. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ServiceAccountRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:ServiceAccountRole", name, {}, opts);
    const child = { parent: this };

    const role = createRole(name, args, child);
    const attachment = new iam.RolePolicyAttachment(
      `${name}-policy`,
      { role: role.name, policyArn: args.policyArn },
      child,
    );

    this.roleArn = pulumi.all([role.arn, attachment.id]).apply(([arn]) => arn);
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

function createRole(
  name: string,
  args: ServiceAccountRoleArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const { namespace, serviceAccount } = args;
  const trust = pulumi
    .all([args.oidcProviderArn, args.oidcIssuer])
    .apply(([oidcProviderArn, oidcIssuer]) =>
      JSON.stringify(
        serviceAccountTrust({ oidcProviderArn, oidcIssuer, namespace, serviceAccount }),
      ),
    );
  return new iam.Role(
    `${name}-role`,
    { description: args.description, assumeRolePolicy: trust },
    opts,
  );
}
