import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";

import { loadConfig } from "../../infra/load-config";
import type { PlatformConfig } from "../../infra/config/schema";
import { createPlatform } from "../../infra/platform/platform";
import { platformSpec } from "../../infra/resolved/platform-spec";
import { isDefaultProvider, titleOf } from "../../command-line/urn";

/** What somebody changes between two runs of the program. */
export interface ProgramChange {
  /** In the stack's configuration, after it was read and checked. */
  readonly config?: (config: PlatformConfig) => PlatformConfig;
  /** In the options of the resource of that `<type> <name>`; what it returns goes over them. */
  readonly options?: Readonly<Record<string, () => pulumi.CustomResourceOptions>>;
  /** In the inputs of the resource of that `<type> <name>`; what it returns goes over them. */
  readonly inputs?: Readonly<
    Record<string, (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
  >;
}

/** This project's program with that change made to it. */
export function changedProgram(change: ProgramChange): PulumiFn {
  const { config = (same) => same, inputs = {}, options = {} } = change;
  return async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
      const title = `${type} ${name}`;
      const more = { props: inputs[title]?.(props), opts: options[title]?.() };
      if (more.props === undefined && more.opts === undefined) return undefined;
      return { props: { ...props, ...more.props }, opts: { ...opts, ...more.opts } };
    });
    return { ...(await createPlatform(platformSpec(config(loadConfig())))) };
  };
}

/**
 * Every step of a plan that is not "same", as `<operation> <type> <name>`, sorted. The engine shows a
 * replacement as three steps: create-replacement, replace, delete-replaced.
 */
export function plannedSteps(events: readonly EngineEvent[]): readonly string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined) return [];
    const { op, urn } = resourcePreEvent.metadata;
    return op === "same" || isDefaultProvider(urn) ? [] : [`${op} ${titleOf(urn)}`];
  });
  return steps.sort();
}
