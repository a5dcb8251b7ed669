/**
 * Serves the eks stand-in with the SDK's public provider server, the one that knows how to construct components.
 */
import { main } from "@pulumi/pulumi/provider/server";
import { eksProvider } from "./provider";

/** Starts the server and returns its port. The SDK's settings are global to a process, so this is the only one in it. */
export async function serveEks(): Promise<number> {
  const printed = await printedBy(() => main(eksProvider, []));
  const port = Number(printed);
  if (!Number.isInteger(port) || port <= 0)
    throw new Error(`the SDK's provider server printed no port, got "${printed}"`);
  return port;
}

/** What `main` prints: it tells its port in no other way, and our own standard output has one line only. */
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
