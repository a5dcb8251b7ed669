import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { InputFault } from "../../../command-line/input-fault";
import { AwsFailure, explainAwsError } from "../../../commands/catalogue/aws-failure";

const asked = { action: "ec2:DescribeAvailabilityZones", region: "us-west-2", isKnownRegion: true };

function thrown(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe("an error of the AWS SDK", () => {
  const faults: readonly [title: string, error: Error, message: RegExp][] = [
    [
      "no credentials",
      thrown("CredentialsProviderError", "no providers"),
      /^credentials: none for AWS \(no providers\); /,
    ],
    [
      "an expired login",
      thrown("TokenProviderError", "Token is expired"),
      /^credentials: none for AWS \(Token is expired\); /,
    ],
    [
      "EC2's refusal",
      thrown("UnauthorizedOperation", "no"),
      /^us-west-2: access denied to ec2:DescribeAvailabilityZones \(no\)/,
    ],
    [
      "another service's refusal",
      thrown("AccessDeniedException", "no"),
      /access denied to .*pricing:GetProducts on all resources/,
    ],
    [
      "credentials of another partition",
      thrown("AuthFailure", "no"),
      /^us-west-2: AWS rejects the credentials at /,
    ],
    [
      "a session that has expired",
      thrown("ExpiredTokenException", "old"),
      /rejects the credentials .*\(ExpiredTokenException: old\)/,
    ],
    [
      "a region that is not enabled",
      thrown("OptInRequired", "no"),
      /enable the region in the account's settings$/,
    ],
  ];
  for (const [title, error, message] of faults) {
    it(`is a fault of the input for ${title}`, () => {
      const explained = explainAwsError(error, asked);
      assert.ok(explained instanceof InputFault);
      assert.match(explained.message, message);
    });
  }

  it("is a fault of the input when an unknown region has no endpoint", () => {
    const error = thrown("Error", "getaddrinfo ENOTFOUND ec2.mx-north-9.amazonaws.com", {
      code: "ENOTFOUND",
    });
    const unknown = explainAwsError(error, {
      ...asked,
      region: "mx-north-9",
      isKnownRegion: false,
    });
    assert.ok(unknown instanceof InputFault);
    assert.equal(
      unknown.message,
      "mx-north-9: AWS has no endpoint for it (getaddrinfo ENOTFOUND ec2.mx-north-9.amazonaws.com); " +
        "expected a region of AWS; correct its name",
    );
    assert.ok(explainAwsError(error, asked) instanceof AwsFailure);
  });

  const failures: readonly [title: string, error: unknown, message: string][] = [
    [
      "throttling to the end",
      thrown("ThrottlingException", "Rate exceeded", { $metadata: { attempts: 8 } }),
      "us-west-2: AWS still throttles ec2:DescribeAvailabilityZones after 8 attempts (ThrottlingException); " +
        "wait a while, or raise AWS_MAX_ATTEMPTS",
    ],
    [
      "a network that refuses on every address",
      new AggregateError([
        new Error("connect ECONNREFUSED ::1:1"),
        new Error("connect ECONNREFUSED 127.0.0.1:1"),
      ]),
      "us-west-2: ec2:DescribeAvailabilityZones failed (connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1); " +
        "nothing was written; run again",
    ],
    [
      "something that is no error",
      "odd",
      "us-west-2: ec2:DescribeAvailabilityZones failed (odd); nothing was written; run again",
    ],
    [
      "an error over several lines",
      thrown("InternalError", "one\n  two"),
      "us-west-2: ec2:DescribeAvailabilityZones failed (InternalError: one two); nothing was written; run again",
    ],
  ];
  for (const [title, error, message] of failures) {
    it(`is a failure for ${title}`, () => {
      const explained = explainAwsError(error, asked);
      assert.ok(explained instanceof AwsFailure);
      assert.equal(explained.message, message);
    });
  }

  it("stays as it is when it was explained before", () => {
    for (const error of [new InputFault("a"), new AwsFailure("b")]) {
      assert.equal(explainAwsError(error, asked), error);
    }
  });
});
