import {
  type IamConditions,
  type IamPolicyDocument,
  type IamResourceStatement,
  iamPolicyLanguageVersion,
} from "../shared/iam-policy-document";
import { dnsSuffixOf, type Partition } from "../shared/partition";

/** Whose key it is, with every value known. */
export interface VolumeKeyOwner {
  readonly partition: Partition;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/**
 * Who may use the key that encrypts the nodes' volumes. Without its second to fourth statement instances start
 * and end at once with `Client.InternalError`:
 *
 * - the account administers the key, through IAM;
 * - whoever in the account may use EC2 may use the key through EC2, as with AWS's own key for volumes: Karpenter's
 *   controller, the EBS CSI driver (https://github.com/aws/karpenter-provider-aws/issues/1407);
 * - EC2 Auto Scaling, which launches the system nodes, and EC2 Spot use it by themselves, under service-linked
 *   roles whose permissions AWS fixes and which include no key of the account's own.
 *
 * A key policy that names a role as its principal is refused while the role does not exist, and in a new account
 * these two do not. Hence they are named by condition.
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

/** A volume is attached by a grant to EC2; grants to anybody else stay out. */
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
