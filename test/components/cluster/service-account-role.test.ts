import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { ServiceAccountRole } from "../../../components/cluster/service-account-role";
import { registeredResources, theResource } from "../../support/registered-resources";

describe("ServiceAccountRole", () => {
  it("trusts one service account of the cluster and has one policy", async () => {
    const resources = await registeredResources(
      () =>
        new ServiceAccountRole("ebs-csi", {
          description: "EBS CSI driver",
          oidcProviderArn:
            "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A",
          oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/A",
          namespace: "kube-system",
          serviceAccount: "ebs-csi-controller-sa",
          policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
        }),
      { stateOf: ({ name }) => ({ name, arn: `arn:${name}` }) },
    );
    const policy = theResource(resources, "ebs-csi-role").inputs["assumeRolePolicy"] as string;
    assert.deepEqual(JSON.parse(policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated:
              "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/A:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/A:sub":
                "system:serviceaccount:kube-system:ebs-csi-controller-sa",
            },
          },
        },
      ],
    });
    assert.deepEqual(theResource(resources, "ebs-csi-policy").inputs, {
      role: "ebs-csi-role",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    });
  });
});
