/** Serves the eks stand-in with the SDK's public provider server, which can construct components. */
import { main } from "@pulumi/pulumi/provider/server";
import { eksProvider } from "./provider";

/**
 * Starts the server and returns its port. The settings of the SDK are global to a process, so a process has only one
 * such server.
 */
export async function serveEks(): Promise<number> {
  const printed = await printedBy(() => main(eksProvider, []));
  const port = Number(printed);
  if (!Number.isInteger(port) || port <= 0)
    throw new Error(`the SDK's provider server printed no port, got "${printed}"`);
  return port;
}

/**
 * Returns the output of `run`. The SDK tells its port only on standard output, where this process must print nothing
 * else.
 */
async function printedBy(run: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: unknown) => {
    lines.push(String(line));
  };
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}
