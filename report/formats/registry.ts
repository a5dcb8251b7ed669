import type { ReportFormat } from "./report-format";

/** Each format is loaded only when it is asked for: a report as text must not wait for the HTML's code. */
const loaders = {
  text: async () => (await import("./text/text-format")).textFormat,
  markdown: async () => (await import("./markdown/markdown-format")).markdownFormat,
  json: async () => (await import("./json/json-format")).jsonFormat,
  html: async () => (await import("./html/html-format")).htmlFormat,
} satisfies Readonly<Record<string, () => Promise<ReportFormat>>>;

export type FormatName = keyof typeof loaders;

/** The default comes first. */
export const formatNames = Object.keys(loaders) as readonly FormatName[];

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(loaders, name);
}

export function loadFormat(name: FormatName): Promise<ReportFormat> {
  return loaders[name]();
}
