import {
  type IamConditions,
  type IamPolicyDocument,
  type IamResourceStatement,
  iamPolicyLanguageVersion,
} from "../shared/iam-policy-document";
import { dnsSuffixOf, type Partition } from "../shared/partition";

/** Account and region that own the key, with every value known. */
export interface VolumeKeyOwner {
  readonly partition: Partition;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/**
 * Who may use the key that encrypts the volumes of the nodes:
 *
 * - The account administers the key, through IAM.
 * - Everybody in the account who may use EC2 may use the key through EC2, as with AWS's own key for volumes. This is
 *   for Karpenter's controller and the EBS CSI driver (https://github.com/aws/karpenter-provider-aws/issues/1407).
 * - EC2 Auto Scaling, which launches the system nodes, and EC2 Spot use the key under service-linked roles. AWS fixes
 *   the permissions of these roles, and they include no key of the account.
 *
 * Without the statements after the first, an instance starts and ends at once with `Client.InternalError`.
 *
 * AWS refuses a key policy whose principal is a role that does not exist. In a new account the two service-linked
 * roles do not exist yet. So a condition names them.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export function volumeKeyPolicy(owner: VolumeKeyOwner): IamPolicyDocument<IamResourceStatement> {
  const { partition, accountId } = owner;
  const throughEc2 = {
    StringEquals: {
      "kms:CallerAccount": accountId,
      "kms:ViaService": `ec2.${owner.region}.${dnsSuffixOf(partition)}`,
    },
  };
  const serviceLinked = {
    StringEquals: { "kms:CallerAccount": accountId },
    ArnEquals: { "aws:PrincipalArn": serviceLinkedRoleArns(owner) },
  };
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AccountAdministersTheKey",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      use("UseThroughEc2", throughEc2),
      grants("GrantsThroughEc2", throughEc2),
      use("UseByServiceLinkedRoles", serviceLinked),
      grants("GrantsByServiceLinkedRoles", serviceLinked),
    ],
  };
}

function use(sid: string, condition: IamConditions): IamResourceStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ],
    Resource: "*",
    Condition: condition,
  };
}

/** EC2 attaches a volume by a grant to itself. The condition allows no grant to anyone else. */
function grants(sid: string, condition: IamConditions): IamResourceStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: { ...condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
}

function serviceLinkedRoleArns({ partition, accountId }: VolumeKeyOwner): readonly string[] {
  const roles = [
    "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    "spot.amazonaws.com/AWSServiceRoleForEC2Spot",
  ];
  return roles.map((role) => `arn:${partition}:iam::${accountId}:role/aws-service-role/${role}`);
}
