import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import path from "node:path";
import type { Reporter } from "../command-line/reporter";

/** What every command of the sandbox gets. */
export interface CommandContext {
  /** Name of the stack, `<environment>-<region>`. */
  readonly stack: string;
  /** Where the stack files are. */
  readonly stacksFolder: string;
  /** Where the sandbox keeps its state, a folder for each stack. */
  readonly stateFolder: string;
  /** The program. The engine runs it once in each operation. */
  readonly program: PulumiFn;
  /** Begins to load the program while the engine starts. */
  readonly preload?: () => void;
  readonly policies: PolicyPack;
  readonly reporter: Reporter;
  /** Writes a result to standard output. */
  readonly print: (text: string) => void;
  /** Width of the terminal that shows the results; undefined for a file or a pipe. */
  readonly columns?: number | undefined;
  /** A folder with `bin/pulumi`. */
  readonly cliRoot?: string;
  /** Whether to show the engine's own output and stack traces. */
  readonly verbose?: boolean;
  /** Whether to remove the sandbox's own state of the stack first. */
  readonly reset?: boolean;
  /** Called with every event of the engine. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** The policy pack that the engine runs. */
export interface PolicyPack {
  /** The executable or the folder of the pack. */
  readonly pack: string;
  /** The folder with a configuration for each class of environment: `<environment>.json`. */
  readonly configFolder: string;
}

const checkout = path.join(__dirname, "..");

/** The paths in a checkout of this project. */
export const checkoutPaths = {
  stacksFolder: path.join(checkout, "stacks"),
  stateFolder: path.join(checkout, ".sandbox"),
  policies: {
    pack: path.join(checkout, "policies", "analyzer"),
    configFolder: path.join(checkout, "policies", "config"),
  },
} as const;
