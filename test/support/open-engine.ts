import { setMaxListeners } from "node:events";

import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";

import { sessionOf } from "../../sandbox/commands/session-of";
import { runPreview, runUpdate } from "../../sandbox/engine/deploy";
import { writeSettings } from "../../sandbox/engine/project-files";
import { withSession, type Session } from "../../sandbox/engine/session";
import { readTarget } from "../../sandbox/target";
import { withSandbox } from "./engine";
import { changedProgram, plannedSteps, type ProgramChange } from "./planned-steps";

export interface OpenEngine {
  /** Steps that the changed program plans against the deployed resources. */
  readonly plan: (change: ProgramChange) => Promise<readonly string[]>;
  /** The engine's events of that plan. */
  readonly events: (change: ProgramChange) => Promise<readonly EngineEvent[]>;
  readonly deploy: (change: ProgramChange) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** One session for several tests with a fixture stack, so that the stand-ins and the workspace of the engine start once. */
export function openEngine(stack: string): Promise<OpenEngine> {
  let program: PulumiFn = changedProgram({});
  return new Promise((resolve, reject) => {
    let close = (): void => undefined;
    const closed = new Promise<void>((done) => (close = done));
    const work = (session: Session): Promise<void> => {
      // Each operation adds a listener to the one signal of the session.
      setMaxListeners(0, session.interruption.signal);
      const events = async (change: ProgramChange): Promise<readonly EngineEvent[]> => {
        program = changedProgram(change);
        return (await runPreview(session, undefined)).events;
      };
      resolve({
        events,
        plan: async (change) => plannedSteps(await events(change)),
        deploy: async (change) => {
          program = changedProgram(change);
          await runUpdate(session, undefined, {});
        },
        close: () => {
          close();
          return ended;
        },
      });
      return closed;
    };
    const ended = withSandbox(async (sandbox) => {
      const context = sandbox.context({ stack, program: () => program() });
      const { folder, settings } = readTarget(context);
      const files = () => writeSettings(folder, settings);
      await withSession(sessionOf(context, folder, "plan"), { files }, work);
    });
    ended.catch(reject);
  });
}
