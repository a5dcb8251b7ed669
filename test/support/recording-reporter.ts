import type { Reporter } from "../../command-line/reporter";

/** A reporter of a log that keeps its lines. */
export interface RecordingReporter extends Reporter {
  readonly lines: readonly string[];
}

export function recordingReporter(): RecordingReporter {
  const lines: string[] = [];
  return {
    isTerminal: false,
    lines,
    line: (text) => void lines.push(text),
    status: () => undefined,
  };
}
