/**
 * Where a command says what it does. Progress and notes go to standard error, so that standard
 * output holds results only (`outputs --json` can be piped).
 */
export interface Reporter {
  /** Whether a line can be updated in place; a log gets plain lines instead. */
  readonly isTerminal: boolean;
  /** Writes one finished line. */
  line(text: string): void;
  /** Replaces the line at the bottom of a terminal; does nothing in a log. */
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

/** The reporter of a terminal or a log, whichever `sink` is. */
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
      // A line longer than the terminal wraps, and only its last row would be erased.
      const width = (sink.columns ?? widthOfUnknownTerminal) - 1;
      sink.write(`${eraseLine}${text.slice(0, width)}`);
      statusShown = text !== "";
    },
  };
}

/** Seconds as people read them: `4s`, `1m05s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = seconds % 60;
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(rest).padStart(2, "0")}s`;
}
