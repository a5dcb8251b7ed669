import {
  type IamPolicyDocument,
  type IamResourceStatement,
  iamPolicyLanguageVersion,
} from "../shared/iam-policy-document";

/**
 * Who may use the interruption queue: EventBridge puts events in, nobody speaks to it without TLS.
 *
 * The version is said because SQS takes a policy without one for the older language and stores it changed, which the
 * provider would report as a difference for ever.
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
