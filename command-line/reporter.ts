/**
 * Shows what a command is doing. Progress and notes go to standard error. Standard output has results only, so that
 * it can be piped (`outputs --json`).
 */
export interface Reporter {
  /** Whether a line can be replaced. A log gets plain lines only. */
  readonly isTerminal: boolean;
  /** Writes one finished line. */
  line(text: string): void;
  /** Replaces the last line of a terminal. Does nothing in a log. */
  status(text: string): void;
}

/** What a reporter writes to; `process.stderr` is one. */
export interface LineSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const eraseLine = "\r\u001b[2K";
const widthOfUnknownTerminal = 80;

/** The reporter for `sink`, which is a terminal or a log. */
export function reporterFor(sink: LineSink): Reporter {
  const isTerminal = sink.isTTY === true;
  let statusShown = false;
  return {
    isTerminal,
    line(text) {
      sink.write(`${statusShown ? eraseLine : ""}${text}\n`);
      statusShown = false;
    },
    status(text) {
      if (!isTerminal) return;
      // A longer line wraps, and only its last row could be erased later.
      const width = (sink.columns ?? widthOfUnknownTerminal) - 1;
      sink.write(`${eraseLine}${text.slice(0, width)}`);
      statusShown = text !== "";
    },
  };
}

/** A duration in minutes and seconds: `4s`, `1m05s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = seconds % 60;
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(rest).padStart(2, "0")}s`;
}
