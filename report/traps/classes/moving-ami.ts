import type { PoolTrap } from "../trap";

/** https://karpenter.sh/v1.15/tasks/managing-amis/ */
export const movingAmi: PoolTrap<"nodeClass"> = {
  id: "moving-ami",
  title: "AMIs that change by themselves",
  rank: 290,
  kind: "costly",
  fix: "Pin the alias to a version, such as al2023@v20260903, in the EC2NodeClass.",
  at: ["spec", "template", "spec", "nodeClassRef"],
  textsFor: ({ nodeClass }) =>
    nodeClass?.movingAmi === undefined
      ? []
      : [
          `Its EC2NodeClass ${nodeClass.name} selects its AMI by ${nodeClass.movingAmi}: a new AMI reaches every node by drift on the day on which it is published, tested or not.`,
        ],
};
