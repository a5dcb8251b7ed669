/** Tags that AWS refuses. The provider adds its default tags before it asks, so a preview does not see the refusal. */
import { isObject } from "./fields";
import type { Row } from "./row";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
export function refusedTags({ type }: Row, tags: unknown): string | undefined {
  if (!type.startsWith("aws:iam/") || !isObject(tags)) return undefined;
  const keys = Object.keys(tags).map((key) => key.toLowerCase());
  return new Set(keys).size === keys.length
    ? undefined
    : "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.";
}
