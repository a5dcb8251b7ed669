import { InputFault } from "../../command-line/input-fault";
import { reporterFor, type Reporter } from "../../command-line/reporter";
import type { ReportRequest } from "./command-line";
import { loadFormat } from "../../report/formats/registry";
import type { ReportModel } from "../../report/model";
import { writeOutput } from "./write-output";

const widthOfUnknownTerminal = 100;

/** Makes the report and prints or writes it; returns the exit code. */
export async function runReport(root: string, request: ReportRequest): Promise<number> {
  const reporter = reporterFor(process.stderr);
  try {
    const model = await modelOf(root, request, reporter);
    const format = await loadFormat(request.format);
    const width = process.stdout.columns ?? widthOfUnknownTerminal;
    const text = await format.render(model, { width });
    if (request.output === undefined) {
      await printed(text);
    } else {
      writeOutput(request.output, text);
      reporter.line(`Wrote ${request.output}`);
    }
    const isWhole = [model.findings, model.refused, model.notChecked].every(
      ({ length }) => length === 0,
    );
    return isWhole ? 0 : 1;
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    reporter.line(error.message);
    return 1;
  } finally {
    reporter.status("");
  }
}

async function modelOf(
  root: string,
  request: ReportRequest,
  reporter: Reporter,
): Promise<ReportModel> {
  const { subject, timeZone, week } = request;
  reporter.status("Reading what the report is about");
  // Started first, because the thread loads Karpenter while this thread reads the configuration.
  const { startKarpenterThread } = await import("../../report/placement-thread/karpenter-thread");
  const thread = startKarpenterThread(root);
  try {
    const read =
      subject.kind === "stack"
        ? (await import("../../report/subject/stack-subject")).stackSubject(
            root,
            subject.stack,
            timeZone,
          )
        : (await import("../../report/subject/manifest-subject")).manifestSubject(
            subject,
            timeZone,
          );
    const { assembleReport } = await import("../../report/assemble");
    return await assembleReport(read, {
      day: week,
      now: new Date(),
      placements: thread.ask,
      progress: (text) => reporter.status(text),
    });
  } finally {
    await thread.stop();
  }
}

/** Waits until everything is written, or until the reader has closed the pipe. */
function printed(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
