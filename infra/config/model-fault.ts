/**
 * Carries a fault that the scheduling model found through zod, which knows only issues, so that no
 * text has to be taken apart again.
 */

import type { z } from "zod";

import { faultText, type Fault } from "../../scheduling/values/fault";

type CustomIssue = z.core.$ZodIssueCustom;

/** The issue for a fault; zod puts the path of the examined value in front of the fault's own. */
export function issueOfModel(fault: Fault): {
  readonly code: "custom";
  readonly path: (string | number)[];
  readonly message: string;
  readonly params: ModelParams;
} {
  return {
    code: "custom",
    path: [...fault.path],
    message: faultText(fault),
    params: { [modelFault]: fault },
  };
}

/** The fault that an issue carries, at the issue's path; undefined for an issue of another origin. */
export function faultOfModel({ params }: CustomIssue, path: Fault["path"]): Fault | undefined {
  const fault = (params as ModelParams | undefined)?.[modelFault];
  return fault === undefined ? undefined : { ...fault, path };
}

const modelFault = "modelFault";

interface ModelParams {
  readonly [modelFault]?: Fault;
}
