import {
  type IamPolicyDocument,
  type IamTrustStatement,
  iamPolicyLanguageVersion,
} from "./iam-policy-document";

/** One service account that may assume a role through the cluster's OIDC provider. */
export interface ServiceAccountTrust {
  readonly oidcProviderArn: string;
  /** Issuer without `https://`, e.g. `oidc.eks.us-east-1.amazonaws.com/id/ABC`. */
  readonly oidcIssuer: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Trust policy of a role for one service account (IRSA). The policy fixes both subject and audience. Without the
 * subject every pod of the cluster could assume the role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function serviceAccountTrust({
  oidcProviderArn,
  oidcIssuer,
  namespace,
  serviceAccount,
}: ServiceAccountTrust): IamPolicyDocument<IamTrustStatement> {
  return trustPolicy({
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${oidcIssuer}:aud`]: "sts.amazonaws.com",
        [`${oidcIssuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  });
}

/** Trust policy of a role for one AWS service, for example `ec2.amazonaws.com`. */
export function serviceTrust(
  service: string,
  actions: IamTrustStatement["Action"] = "sts:AssumeRole",
): IamPolicyDocument<IamTrustStatement> {
  return trustPolicy({ Effect: "Allow", Principal: { Service: service }, Action: actions });
}

function trustPolicy(statement: IamTrustStatement): IamPolicyDocument<IamTrustStatement> {
  return { Version: iamPolicyLanguageVersion, Statement: [statement] };
}
