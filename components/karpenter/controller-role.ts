import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import type { IamPolicyDocument } from "../shared/iam-policy-document";
import { iamIntegrationPolicy } from "./controller-policies/iam-integration.builder";
import { nodeLifecyclePolicy } from "./controller-policies/node-lifecycle.builder";
import { resourceDiscoveryPolicy } from "./controller-policies/resource-discovery.builder";
import {
  eksIntegrationPolicy,
  interruptionPolicy,
  zonalShiftPolicy,
} from "./controller-policies/single-statement-policies.builder";
import {
  type ControllerPolicyName,
  controllerPolicyNames,
  karpenterControllerPolicyName,
  karpenterControllerRoleName,
} from "./aws-names";
import { controllerTrustPolicy } from "./trust-policies.builder";
import type { Partition } from "../shared/partition";

/**
 * How the controller pod gets its AWS credentials.
 *
 * `irsa` works from the first pod on, so it is the right choice for a cluster that is made in the same run.
 *
 * `pod-identity` needs no OIDC provider. But EKS adds the credentials when a pod is admitted, and it takes a moment
 * until EKS knows a new association. A controller pod that starts in the same run may get no credentials until it is
 * restarted.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook/issues/264
 */
export type ControllerIdentity =
  | {
      readonly kind: "irsa";
      /** ARN of the cluster's OIDC provider in IAM. */
      readonly oidcProviderArn: pulumi.Input<string>;
      /** The cluster's OIDC issuer without `https://`. */
      readonly oidcIssuer: pulumi.Input<string>;
    }
  | { readonly kind: "pod-identity" };

export interface ControllerRoleArgs {
  readonly clusterName: string;
  readonly clusterArn: pulumi.Input<string>;
  readonly region: string;
  /** AWS partition, for example `aws` or `aws-cn`. */
  readonly partition: Partition;
  /** Twelve-digit AWS account. */
  readonly accountId: pulumi.Input<string>;
  /** Whether node repair may reboot instances. The permission is granted only then. */
  readonly mayReboot: boolean;
  /** Role that the controller passes to the nodes it launches. */
  readonly nodeRoleArn: pulumi.Input<string>;
  /** Queue that the controller reads. */
  readonly queueArn: pulumi.Input<string>;
  readonly identity: ControllerIdentity;
  /** Namespace of the controller. */
  readonly namespace: string;
  /** Service account of the controller. */
  readonly serviceAccount: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The role of the Karpenter controller, its six policies, and the binding of the controller's service account to it.
 */
export class ControllerRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ControllerRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:karpenter:ControllerRole", name, {}, opts);

    const role = createRole(name, args, { parent: this });
    attachPolicies(name, args, role, { parent: this });
    if (args.identity.kind === "pod-identity") associate(name, args, role, { parent: this });

    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

function createRole(name: string, args: ControllerRoleArgs, opts: pulumi.CustomResourceOptions) {
  return new iam.Role(
    `${name}-role`,
    {
      name: karpenterControllerRoleName(args.clusterName),
      description: `Karpenter controller of ${args.clusterName}`,
      assumeRolePolicy: trustDocument(args),
      tags: args.tags,
    },
    opts,
  );
}

function trustDocument(args: ControllerRoleArgs): pulumi.Input<string> {
  const { identity, namespace, serviceAccount } = args;
  if (identity.kind === "pod-identity") return JSON.stringify(controllerTrustPolicy(identity));
  return pulumi
    .all([identity.oidcProviderArn, identity.oidcIssuer])
    .apply(([oidcProviderArn, oidcIssuer]) =>
      JSON.stringify(
        controllerTrustPolicy({
          kind: "irsa",
          oidcProviderArn,
          oidcIssuer,
          namespace,
          serviceAccount,
        }),
      ),
    );
}

function attachPolicies(
  name: string,
  args: ControllerRoleArgs,
  role: iam.Role,
  opts: pulumi.CustomResourceOptions,
) {
  const documents = policyDocuments(args);
  for (const policyName of controllerPolicyNames) {
    const logicalName = `${name}-${logicalPolicyNames[policyName]}`;
    const policy = new iam.Policy(
      `${logicalName}-policy`,
      {
        name: karpenterControllerPolicyName(policyName, args.clusterName),
        policy: pulumi.output(documents[policyName]).apply((document) => JSON.stringify(document)),
        tags: args.tags,
      },
      opts,
    );
    new iam.RolePolicyAttachment(
      `${logicalName}-attachment`,
      { role: role.name, policyArn: policy.arn },
      opts,
    );
  }
}

// Each document waits only for the values in it. So a first preview shows every document in plain text, except those
// with the ARN of the queue or of the node role.
function policyDocuments(
  args: ControllerRoleArgs,
): Record<ControllerPolicyName, pulumi.Input<IamPolicyDocument>> {
  const { partition, region, clusterName, mayReboot } = args;
  const accountId = pulumi.output(args.accountId);
  const clusterArn = pulumi.output(args.clusterArn);
  return {
    NodeLifecycle: nodeLifecyclePolicy({ partition, region, clusterName, mayReboot }),
    IAMIntegration: pulumi
      .all([accountId, args.nodeRoleArn])
      .apply(([account, nodeRoleArn]) =>
        iamIntegrationPolicy({ partition, region, accountId: account, clusterName, nodeRoleArn }),
      ),
    EKSIntegration: clusterArn.apply(eksIntegrationPolicy),
    Interruption: pulumi.output(args.queueArn).apply(interruptionPolicy),
    ZonalShift: clusterArn.apply(zonalShiftPolicy),
    ResourceDiscovery: accountId.apply((account) =>
      resourceDiscoveryPolicy({ partition, region, accountId: account }),
    ),
  };
}

const logicalPolicyNames: Readonly<Record<ControllerPolicyName, string>> = {
  NodeLifecycle: "node-lifecycle",
  IAMIntegration: "iam-integration",
  EKSIntegration: "eks-integration",
  Interruption: "interruption",
  ZonalShift: "zonal-shift",
  ResourceDiscovery: "resource-discovery",
};

function associate(
  name: string,
  args: ControllerRoleArgs,
  role: iam.Role,
  opts: pulumi.CustomResourceOptions,
) {
  return new eks.PodIdentityAssociation(
    `${name}-association`,
    {
      clusterName: args.clusterName,
      namespace: args.namespace,
      serviceAccount: args.serviceAccount,
      roleArn: role.arn,
      tags: args.tags,
    },
    opts,
  );
}
