import type * as pulumi from "@pulumi/pulumi";

/** What AWS and Kubernetes add to the inputs of a resource, as far as our components read it. */
export function cloudOutputs({
  type,
  name,
  inputs,
}: pulumi.runtime.MockResourceArgs): Readonly<Record<string, unknown>> {
  const physicalName = (inputs as { readonly name?: string }).name ?? name;
  switch (type) {
    case "aws:iam/role:Role":
      return {
        arn: `arn:aws:iam::123456789012:role/${physicalName}`,
        uniqueId: `AROA:${physicalName}`,
      };
    case "aws:iam/policy:Policy":
      return { arn: `arn:aws:iam::123456789012:policy/${physicalName}` };
    case "aws:sqs/queue:Queue":
      return {
        arn: `arn:aws:sqs:us-east-1:123456789012:${physicalName}`,
        url: `https://sqs.us-east-1.amazonaws.com/123456789012/${physicalName}`,
      };
    default:
      return {};
  }
}
