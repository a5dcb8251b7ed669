/** AWS partition of a region, for ARNs: plain, so that no ARN waits for a look-up. */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Suffix of the partition's endpoints. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffixOf(partition: ReturnType<typeof partitionOf>): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
