/**
 * A stack of the real Pulumi engine with the stand-ins, in its own folder. It is for tests that must not depend on our
 * understanding of the engine.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { findPulumiCli } from "../../../sandbox/binaries/pulumi-cli";
import { startStandIns, type StandIns } from "../../../sandbox/engine/stand-ins";
import { type CloudState, loadCloudState } from "../../../sandbox/providers/cloud-state";
import { nameOf, typeOf } from "../../../command-line/urn";
import { recordingReporter } from "../../support/recording-reporter";

/** One step of the engine, `create aws:ec2/vpc:Vpc::net` in short. */
export interface Step {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
  /** The type and name of its parent, `eks:index:Cluster::platform` in short. */
  readonly parent: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface Run {
  readonly events: readonly EngineEvent[];
  readonly steps: readonly Step[];
  readonly changes: Readonly<Record<string, number | undefined>>;
}

export class EngineStack {
  private constructor(
    private readonly folder: string,
    private readonly standIns: StandIns,
    private readonly stack: Stack,
  ) {}

  static async start(program: PulumiFn): Promise<EngineStack> {
    const folder = mkdtempSync(path.join(tmpdir(), "engine-stack-"));
    const work = path.join(folder, "work");
    for (const name of ["backend", "home", "work"]) mkdirSync(path.join(folder, name));
    const standIns = await startStandIns(path.join(folder, "cloud.json"));
    const envVars = {
      PULUMI_BACKEND_URL: `file://${folder}/backend`,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: standIns.debugProviders,
    };
    const { command } = await findPulumiCli({
      environment: process.env,
      reporter: recordingReporter(),
    });
    const pulumiCommand = await PulumiCommand.get({ root: path.dirname(path.dirname(command)) });
    const projectSettings = {
      name: "sandbox",
      runtime: "nodejs" as const,
      backend: { url: envVars.PULUMI_BACKEND_URL },
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "sandbox", program },
      { pulumiCommand, workDir: work, envVars, projectSettings },
    );
    await stack.setConfig("aws:region", { value: "us-east-1" });
    return new EngineStack(folder, standIns, stack);
  }

  async preview(): Promise<Run> {
    return this.run(async (onEvent) => (await this.stack.preview({ onEvent })).changeSummary);
  }

  async up(): Promise<Run> {
    return this.run(
      async (onEvent) => (await this.stack.up({ onEvent })).summary.resourceChanges ?? {},
    );
  }

  async refresh(): Promise<Run> {
    return this.run(
      async (onEvent) => (await this.stack.refresh({ onEvent })).summary.resourceChanges ?? {},
    );
  }

  async destroy(): Promise<Run> {
    return this.run(
      async (onEvent) => (await this.stack.destroy({ onEvent })).summary.resourceChanges ?? {},
    );
  }

  async outputs(): Promise<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(await this.stack.outputs()).map(([name, { value }]) => [
        name,
        value as unknown,
      ]),
    );
  }

  cloud(): CloudState {
    const loaded = loadCloudState(path.join(this.folder, "cloud.json"));
    if ("fault" in loaded) throw new Error(loaded.fault);
    return loaded.state;
  }

  async stop(): Promise<void> {
    await this.standIns.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(
    operation: (onEvent: (event: EngineEvent) => void) => Promise<Run["changes"]>,
  ): Promise<Run> {
    const events: EngineEvent[] = [];
    const changes = await operation((event) => events.push(event));
    return { events, steps: events.flatMap(stepsOf), changes };
  }
}

function stepsOf({ resOutputsEvent }: EngineEvent): Step[] {
  if (resOutputsEvent === undefined) return [];
  const { op, urn, new: after } = resOutputsEvent.metadata;
  const parent = after?.parent ?? "";
  const outputs = (after?.outputs ?? {}) as Record<string, unknown>;
  return [
    {
      operation: op,
      type: typeOf(urn),
      name: nameOf(urn),
      parent: `${typeOf(parent)}::${nameOf(parent)}`,
      outputs,
    },
  ];
}
