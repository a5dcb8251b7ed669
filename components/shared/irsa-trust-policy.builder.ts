/** One service account that may take on a role through the cluster's OIDC provider. */
export interface ServiceAccountTrust {
  readonly oidcProviderArn: string;
  /** Issuer without `https://`, e.g. `oidc.eks.us-east-1.amazonaws.com/id/ABC`. */
  readonly oidcIssuer: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Trust policy of a role for one service account (IRSA). Subject and audience are both fixed: without
 * the subject every pod of the cluster could take the role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrustPolicy({
  oidcProviderArn,
  oidcIssuer,
  namespace,
  serviceAccount,
}: ServiceAccountTrust) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: oidcProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${oidcIssuer}:aud`]: "sts.amazonaws.com",
            [`${oidcIssuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
          },
        },
      },
    ],
  };
}
