import type { CommandContext } from "../context";
import type { SandboxFolder } from "../engine/sandbox-folder";
import type { SessionOptions } from "../engine/session";

/** The options with which a command opens its session. */
export function sessionOf(
  context: CommandContext,
  folder: SandboxFolder,
  command: string,
): SessionOptions {
  const { program, preload, reporter, cliRoot, verbose, reset, onEvent } = context;
  return {
    folder,
    command: `${command} ${context.stack}`,
    program,
    reporter,
    ...(preload === undefined ? {} : { preload }),
    ...(cliRoot === undefined ? {} : { cliRoot }),
    ...(verbose === undefined ? {} : { verbose }),
    ...(reset === undefined ? {} : { reset }),
    ...(onEvent === undefined ? {} : { onEvent }),
  };
}
