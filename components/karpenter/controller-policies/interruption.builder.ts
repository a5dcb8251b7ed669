import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";

/** Read the interruption queue. */
export function interruptionPolicy(queueArn: string): IamPolicyDocument {
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowInterruptionQueueActions",
        Effect: "Allow",
        Resource: queueArn,
        Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      },
    ],
  };
}
