/** eks:index:ServiceRole, as @pulumi/eks 4.3.0 makes it for the control plane. */
import { createHash } from "node:crypto";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterInputs } from "./cluster-inputs";

export class ServiceRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** The role. It is known only after all its policies are attached. */
  readonly resolvedRole: pulumi.Output<Role>;

  constructor(name: string, tags: ClusterInputs["tags"], opts: pulumi.ComponentResourceOptions) {
    super("eks:index:ServiceRole", name, {}, opts);
    this.role = new Role(
      `${name}-role`,
      {
        description: "Allows EKS to manage clusters on your behalf.",
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Action: ["sts:AssumeRole", "sts:TagSession"],
              Effect: "Allow",
              Principal: { Service: ["eks.amazonaws.com"] },
            },
          ],
        }),
        tags,
      },
      { parent: this },
    );
    const policyArn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
    const attachment = new RolePolicyAttachment(
      `${name}-${shortHash(policyArn)}`,
      { policyArn, role: this.role.name },
      { parent: this },
    );
    const { role } = this;
    this.resolvedRole = pulumi.all([role.arn, attachment.id]).apply(() => role);
    this.registerOutputs({ resolvedRole: this.resolvedRole, directRole: role });
  }
}

/** @pulumi/eks puts the first 8 digits of the SHA-1 of a policy into the name of its attachment. */
function shortHash(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 8);
}
