import type { CommandContext } from "../context";
import { changeCount, formatChanges } from "../engine/changes";
import { readCheckpoint } from "../engine/checkpoint";
import { runPreview, runUpdate } from "../engine/deploy";
import { formatReport } from "../engine/engine-report";
import { markDeployed, markDeploying } from "../engine/deployed-settings";
import { makeAdoptedCluster } from "../engine/adopted-cluster";
import { writeSettings } from "../engine/project-files";
import { withSession } from "../engine/session";
import { formatDeployment } from "../summary/deployment";
import { readTarget } from "../target";
import { sessionOf } from "./session-of";

/** Previews, deploys if the preview finds no fault, and shows what was deployed. */
export async function up(context: CommandContext): Promise<void> {
  const { folder, config, settings, policyConfig } = readTarget(context);
  const { stack, reporter } = context;
  await withSession(
    sessionOf(context, folder, "up"),
    {
      files: () => writeSettings(folder, settings),
      state: () => makeAdoptedCluster(folder, config, reporter),
    },
    async (session) => {
      const policies = { pack: context.policies.pack, config: policyConfig };
      const planned = await runPreview(session, policies);
      reporter.line(`Preview of ${stack}: ${formatChanges(planned.counts, "planned")}`);
      const notes = formatReport(planned.report);
      if (notes !== "") reporter.line(notes);

      // This also runs when nothing changes, because the protection of a resource is not a change to the engine.
      markDeploying(folder, settings);
      const total = changeCount(planned.counts);
      const { counts } = await runUpdate(session, policies, { total });
      markDeployed(folder);
      reporter.line(`Deployment of ${stack}: ${formatChanges(counts, "done")}`);
    },
  );
  const checkpoint = readCheckpoint(folder.checkpoint);
  if ("fault" in checkpoint) throw new Error(checkpoint.fault);
  context.print(
    formatDeployment(stack, checkpoint.state.resources, {
      now: new Date(),
      columns: context.columns,
    }),
  );
}
