import type { ReportModel } from "../model";

/** One way to write a report. Each format is one file that exports one such object. */
export interface ReportFormat {
  /** What `--format` takes. */
  readonly name: string;
  readonly render: (model: ReportModel, options: RenderOptions) => string | Promise<string>;
}

export interface RenderOptions {
  /** Columns of the terminal. Formats that no terminal shows ignore it. */
  readonly width: number;
}
