import { z } from "zod";

/**
 * The volume of a node, of type gp3 and always encrypted. A check compares throughput with IOPS.
 * https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type
 */
export const volumeField = z
  .strictObject({
    sizeGiB: z
      .int("whole GiB")
      .min(50, "50 GiB or more")
      .max(16384, "16384 GiB or fewer")
      .optional()
      .describe("size in GiB"),
    iops: z
      .int("whole IOPS")
      .min(3000, "3000 or more, which gp3 has without extra cost")
      .max(16000, "16000 or fewer")
      .optional()
      .describe("operations per second"),
    throughputMiBps: z
      .int("whole MiB/s")
      .min(125, "125 or more, which gp3 has without extra cost")
      .max(1000, "1000 or fewer")
      .optional()
      .describe("throughput in MiB/s"),
  })
  .describe(
    "the root volume, of type gp3 and encrypted (default: that of the profile; 50 GiB where instanceStore holds the data of every type of the class)",
  );
