import {
  type IamPolicyDocument,
  type IamResourceStatement,
  iamPolicyLanguageVersion,
} from "../shared/iam-policy-document";

/**
 * Who may use the interruption queue: EventBridge may send events, and every request has to use TLS.
 *
 * The version is required. Without it SQS assumes the older policy language and stores a changed policy, which the
 * AWS provider would report as a difference at every run.
 */
export function interruptionQueuePolicy(queueArn: string): IamPolicyDocument<IamResourceStatement> {
  return {
    Version: iamPolicyLanguageVersion,
    Id: "EC2InterruptionPolicy",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
        Action: "sqs:SendMessage",
        Resource: queueArn,
      },
      {
        Sid: "DenyHTTP",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
