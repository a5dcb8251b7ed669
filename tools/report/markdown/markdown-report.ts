import type { ReportModel } from "../model";
export function markdownReport(model: ReportModel): string {
  return `${model.title}\n`;
}
