import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { interruptionQueuePolicy } from "../../../components/karpenter/queue-policy.builder";

describe("interruptionQueuePolicy", () => {
  it("allows EventBridge and SQS to send, and refuses every request without TLS", () => {
    const queueArn = "arn:aws:sqs:us-east-1:123456789012:prod";
    assert.deepEqual(interruptionQueuePolicy(queueArn), {
      Version: "2012-10-17",
      Id: "EC2InterruptionPolicy",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
          Action: "sqs:SendMessage",
          Resource: "arn:aws:sqs:us-east-1:123456789012:prod",
        },
        {
          Sid: "DenyHTTP",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: "arn:aws:sqs:us-east-1:123456789012:prod",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});
