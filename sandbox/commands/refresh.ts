import type { CommandContext } from "../context";
import { formatChanges } from "../engine/changes";
import { readCheckpoint } from "../engine/checkpoint";
import { refuseDamage } from "../engine/damage";
import { formatReport } from "../engine/engine-report";
import { runOperation } from "../engine/operation";
import { withSession } from "../engine/session";
import { findDeployed } from "../target";
import { sessionOf } from "./session-of";

/** Compares the engine's state with the stand-ins' cloud, and updates the state where they differ. */
export async function refresh(context: CommandContext): Promise<void> {
  const folder = findDeployed(context);
  const { stack } = context;
  refuseDamage(folder);
  const checkpoint = readCheckpoint(folder.checkpoint);
  if ("state" in checkpoint && checkpoint.state.resources.length === 0) {
    return context.print(`${stack} is not deployed in the sandbox; there is nothing to refresh`);
  }
  await withSession(
    { ...sessionOf(context, folder, "refresh"), preload: undefined },
    {},
    async (session) => {
      const { report, counts } = await runOperation(
        session,
        { title: "Refreshing", noun: "the refresh" },
        (options) => session.stack.refresh(options),
      );
      const notes = formatReport(report);
      if (notes !== "") context.reporter.line(notes);
      context.print(`Refresh of ${stack}: ${formatChanges(counts, "done")}`);
    },
  );
}
