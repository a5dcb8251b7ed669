import type { ReportModel } from "../../model";
import type { ReportFormat } from "../report-format";

/** The whole model, for programs. */
export const jsonFormat = {
  name: "json",
  render: (model: ReportModel) => `${JSON.stringify(model, undefined, 2)}\n`,
} satisfies ReportFormat;
