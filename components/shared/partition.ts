/** A group of AWS regions with accounts of its own. Every ARN names its partition. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** Partition of a region. Computed here and not looked up in AWS, so that a preview knows every ARN. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Suffix of the partition's endpoints. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffixOf(partition: Partition): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
