import * as pulumi from "@pulumi/pulumi";

import { checkedConfig } from "./checks/checked-config";
import { formatFaults } from "./config/config-fault";
import type { PlatformConfig } from "./config/schema";

/** The configuration has faults. The engine prints only the message of a RunError, without a stack trace. */
class ConfigError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/**
 * The configuration of the stack that is being deployed. No other code reads Pulumi's configuration.
 *
 * @throws ConfigError with every fault and its path
 */
export function loadConfig(): PlatformConfig {
  const stack = pulumi.getStack();
  const checked = checkedConfig(stack, structured(pulumi.runtime.allConfig()));
  if (checked.faults !== undefined) {
    throw new ConfigError(formatFaults(`stack ${stack}`, checked.faults));
  }
  return checked.config;
}

/** The engine passes maps and lists as JSON text. */
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
