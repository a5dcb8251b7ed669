import * as pulumi from "@pulumi/pulumi";

import { lowerProperties } from "./lower";
import { cloudMocks } from "./mocks";
import type { Registration, RegistrationOptions, WireProperties } from "./registration";

/** How a program is run. */
export interface ProgramRun {
  readonly project: string;
  readonly stack: string;
  /** Whether ids and outputs of new resources are unknown, as at a first preview. */
  readonly preview: boolean;
  /** The configuration as the engine passes it: full keys, maps and lists as JSON text. */
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Runs a program under mocks and returns all resources that it registered, sorted by URN. The program must be a
 * function, because the top-level code of a module runs only once per process. Rejects with the error of the program.
 */
export async function recordRegistrations(
  program: () => unknown,
  { project, stack, preview, config }: ProgramRun,
): Promise<readonly Registration[]> {
  pulumi.runtime.setAllConfig({ ...config }, []);
  await pulumi.runtime.setMocks(cloudMocks(preview, config), project, stack, preview);
  const recorded: Registration[] = [];
  record(pulumi.runtime.getMonitor() as unknown as Monitor, recorded);
  await failingWithProgram(async () => {
    await pulumi.runtime.runInPulumiStack(async () => await program());
    await pulumi.runtime.disconnect();
  });
  return recorded.sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** An error in an output rejects a promise that no code waits for. The first such error becomes the error of the run. */
async function failingWithProgram(run: () => Promise<void>): Promise<void> {
  let onRejection: (error: unknown) => void = () => undefined;
  const rejected = new Promise<never>((_, reject) => {
    onRejection = reject;
  });
  process.on("unhandledRejection", onRejection);
  try {
    await Promise.race([run(), rejected]);
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), rejected]);
  } finally {
    // One error rejects several promises, some of them later. They must not reach the next run.
    await new Promise((resolve) => setTimeout(resolve, strayRejectionsMs));
    process.off("unhandledRejection", onRejection);
  }
}

const strayRejectionsMs = 20;

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): { toJavaScript(): WireProperties } | undefined;
  getProvider(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getAdditionalsecretoutputsList(): string[];
  getAliasurnsList(): string[];
  getCustomtimeouts(): Timeouts | undefined;
}

interface Timeouts {
  getCreate(): string;
  getUpdate(): string;
  getDelete(): string;
}

type Callback = (error: unknown, response: { getUrn(): string } | undefined) => void;

interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback): unknown;
}

/** Reads of existing resources are left out: the engine does not show them to policies either. */
function record(monitor: Monitor, recorded: Registration[]): void {
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      if (!error && response !== undefined)
        recorded.push(registrationOf(request, response.getUrn()));
      callback(error, response);
    });
}

function registrationOf(request: RegisterRequest, urn: string): Registration {
  return {
    urn: engineUrn(urn),
    type: request.getType(),
    name: request.getName(),
    properties: lowerProperties(request.getObject()?.toJavaScript() ?? {}),
    options: optionsOf(request),
    provider: engineUrn(request.getProvider()),
  };
}

function optionsOf(request: RegisterRequest): RegistrationOptions {
  const timeouts = request.getCustomtimeouts();
  return {
    protect: request.getProtect(),
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    deleteBeforeReplaceDefined: request.getDeletebeforereplacedefined(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList().map(engineUrn),
    parent: engineUrn(request.getParent()),
    customTimeouts: {
      create: seconds(timeouts?.getCreate()),
      update: seconds(timeouts?.getUpdate()),
      delete: seconds(timeouts?.getDelete()),
    },
  };
}

/** Mocks put the type of the stack into every URN; the engine does not. */
function engineUrn(urn: string): string {
  return urn.replace("::pulumi:pulumi:Stack$", "::");
}

/** Seconds, for the analyzer, of a duration in a registration such as `1h30m`. */
function seconds(duration: string | undefined): number {
  const secondsByUnit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  return [...(duration ?? "").matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsByUnit[unit ?? ""] ?? 0),
    0,
  );
}
