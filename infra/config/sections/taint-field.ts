import { z } from "zod";

import { labelKey, labelValue } from "./fields";

/** A taint of a tier's nodes, in addition to those of its profile. */
export const taint = z
  .strictObject({
    key: labelKey.describe("key of the taint, such as team or example.com/team"),
    value: labelValue.optional().describe("value of the taint"),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .describe("what happens to pods that do not tolerate the taint"),
  })
  .meta({ id: "taint" });
