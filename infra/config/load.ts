import * as pulumi from "@pulumi/pulumi";

import { formatFaults } from "./config-fault";
import { parsePlatformConfig } from "./parse";
import type { PlatformConfig } from "./schema";

/** A faulty configuration. The engine prints a RunError as its message alone, without a stack trace. */
export class ConfigError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/**
 * The configuration of the stack that is being deployed; the only reader of Pulumi's configuration.
 *
 * @throws ConfigError with every fault and its path
 */
export function loadConfig(): PlatformConfig {
  const stack = pulumi.getStack();
  const parsed = parsePlatformConfig(stack, structured(pulumi.runtime.allConfig()));
  if (parsed.faults !== undefined)
    throw new ConfigError(formatFaults(`stack ${stack}`, parsed.faults));
  return parsed.config;
}

/** The engine hands maps and lists over as JSON text. */
function structured(values: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, fromText(text)]));
}

function fromText(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
