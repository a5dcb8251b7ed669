import { z } from "zod";

/*
 * AMIs of a stack file. They are pinned: with an alias that has no version, or `latest`, every node drifts and is replaced at
 * each release.
 */

export const al2023Alias = z
  .string()
  .regex(
    /^al2023@v\d{8}$/,
    "a pinned alias such as al2023@v20260903; @latest drifts every node at each AMI release",
  );

export const nodeAmiAlias = z
  .string()
  .regex(
    /^(al2023@v\d{8}|bottlerocket@v\d{1,9}\.\d{1,9}\.\d{1,9})$/,
    "a pinned alias such as al2023@v20260903 or bottlerocket@v1.53.0; @latest drifts every node at each AMI release",
  );

/**
 * Name of an EKS image of Ubuntu, as `aws ec2 describe-images --owners 099720109477` lists it. NVIDIA builds driver
 * containers for 22.04 and 24.04.
 * https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/
 */
export const ubuntuAmiName = z
  .string()
  .regex(
    /^ubuntu-eks\/k8s_1\.\d{2}\/images\/(hvm-ssd\/ubuntu-jammy-22\.04|hvm-ssd-gp3\/ubuntu-noble-24\.04)-amd64-server-\d{8}(\.\d+)?$/,
    "the full name of an EKS image of Ubuntu 22.04 or 24.04 such as ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
  );

/** One AMI by its id. An id is in one region, and it has one architecture. */
export const amiId = z
  .string()
  .regex(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "the id of an AMI, such as ami-0123456789abcdef0");

/**
 * One AMI by its name and its owner. The name is whole: with `*` or `?` every new AMI that matches would drift the nodes. Without an
 * owner any account could offer an AMI of that name.
 */
export const amiSelector = z.strictObject({
  name: z
    .string()
    .min(1, "the name of an AMI")
    .max(128, "the name of an AMI, at most 128 characters")
    .regex(/^[^*?]+$/, "the whole name of one AMI, without * and ?")
    .describe("whole name of the AMI"),
  owner: z
    .string()
    .regex(/^(self|amazon|\d{12})$/, "self, amazon, or the 12 digits of an AWS account, in quotes")
    .describe("account that publishes the AMI"),
});

/** The Kubernetes minor that an Ubuntu image is for. */
export function kubernetesMinorOf(ubuntuAmi: string): string {
  return /^ubuntu-eks\/k8s_([\d.]+)\//.exec(ubuntuAmi)?.[1] ?? "";
}

/** The family of an alias: the part before `@`. */
export function familyOf(alias: string): string {
  return alias.slice(0, alias.indexOf("@"));
}
