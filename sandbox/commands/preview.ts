import type { CommandContext } from "../context";
import { formatChanges } from "../engine/changes";
import { runPreview } from "../engine/deploy";
import { formatReport } from "../engine/engine-report";
import { makeAdoptedCluster } from "../engine/adopted-cluster";
import { writeSettings } from "../engine/project-files";
import { withSession } from "../engine/session";
import { readTarget } from "../target";
import { sessionOf } from "./session-of";

/** Shows what `up` would do, and the findings of the policy pack. Deploys nothing. */
export async function preview(context: CommandContext): Promise<void> {
  const { folder, config, settings, policyConfig } = readTarget(context);
  await withSession(
    sessionOf(context, folder, "preview"),
    {
      files: () => writeSettings(folder, settings),
      state: () => makeAdoptedCluster(folder, config, context.reporter),
    },
    async (session) => {
      const policies = { pack: context.policies.pack, config: policyConfig };
      const { report, counts } = await runPreview(session, policies);
      const notes = formatReport(report);
      if (notes !== "") context.reporter.line(notes);
      context.print(`Preview of ${context.stack}: ${formatChanges(counts, "planned")}`);
    },
  );
}
