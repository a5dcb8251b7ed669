import type { ReportModel } from "../model";
export function textReport(model: ReportModel, width: number): string {
  return `${model.title} ${width}\n`;
}
