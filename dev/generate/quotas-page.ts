import path from "node:path";

import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { stackNames } from "../../infra/config/stack-names";
import { launchableOfferings } from "../../report/answers/launchable/launchable-offerings";
import { quotaNeeds, type QuotaNeed } from "../../report/answers/limits/quota-needs";
import { neededText, partsText, quotaSentences } from "../../report/formats/wording/quota-text";
import { stackSubject } from "../../report/subject/stack-subject";

/** `docs/quotas.md`: the quotas that each stack of `stacks/` needs. */
export function quotasPage(root: string): string {
  return [
    "# Service quotas",
    "",
    "Generated from the stack files by `npm run generate`; do not edit. `npm run report -- <stack>` has the same table.",
    "",
    "Ask for these before the first deployment. By default an account has 5 vCPUs of Standard and 0 of the other families,",
    "which is too little for the system nodes alone. EC2 refuses a launch beyond a quota, and the pods stay pending.",
    "[EC2's list of quotas](https://docs.aws.amazon.com/general/latest/gr/ec2-service.html) has the defaults.",
    "",
    "```",
    "aws service-quotas get-service-quota --service-code ec2 --region <region> --quota-code <code> --query Quota.Value",
    "aws service-quotas request-service-quota-increase --service-code ec2 --region <region> --quota-code <code> --desired-value <needed>",
    "```",
    "",
    ...quotaSentences.map((one) => `- ${one}`),
    "- During an update of the system nodes EKS launches",
    "  [up to two new nodes in each zone](https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html)",
    "  before it takes an old one away.",
    "- No Spot quota names P6 instances. They count against the one that names P5.",
    "",
    ...stackNames(path.join(root, "stacks")).flatMap((stack) => [
      `## ${stack}`,
      "",
      "| quota | code | unit | needed | by |",
      "| --- | --- | --- | --: | --- |",
      ...needsOf(root, stack).map(row),
      "",
    ]),
  ].join("\n");
}

function needsOf(root: string, stack: string): readonly QuotaNeed[] {
  const { nodePools, place, fixedNeeds } = stackSubject(root, stack);
  const pools = nodePools.flatMap(({ manifest }) => readNodePool(manifest).pool ?? []);
  return quotaNeeds(
    pools.map((nodePool) => ({ nodePool, launchable: launchableOfferings(nodePool, place) })),
    fixedNeeds,
  );
}

function row({ name, code, unit, needed, parts }: QuotaNeed): string {
  return `| ${[name, code, unit, neededText(needed), partsText(parts)].join(" | ")} |`;
}
