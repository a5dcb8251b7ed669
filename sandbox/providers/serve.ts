/**
 * The process of the three stand-ins. Usage: tsx sandbox/providers/serve.ts --state <file>
 *
 * Prints one line `{"aws":PORT,"eks":PORT,"kubernetes":PORT}` when all three listen on 127.0.0.1. Ends on SIGTERM, on
 * SIGINT and when its standard input closes, so it never runs longer than the command that started it. When the state
 * is damaged, it writes nothing to it, prints the fault on standard error and exits with 1.
 */
import { parseArgs } from "node:util";
import { applyPatches } from "../../start/patches/patches";
import { AwsStandIn } from "./aws/provider";
import { Cloud } from "./cloud";
import { loadComponents } from "./eks/provider";
import { serveEks } from "./eks/serve-eks";
import { serveStandIn } from "./grpc-service";
import { KubernetesStandIn } from "./kubernetes/provider";

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { state: { type: "string" } } });
  const file = values.state ?? process.env.SANDBOX_CLOUD_STATE;
  if (file === undefined || file === "") {
    fail("--state: is missing, got nothing; expected the file of the stand-ins' state");
    return;
  }
  let cloud: Cloud;
  try {
    cloud = Cloud.open(file);
  } catch (error) {
    fail((error as Error).message);
    return;
  }
  endWithParent();
  applyPatches(["stack-traces"]);
  const [aws, kubernetes, eks] = await Promise.all([
    serveStandIn(new AwsStandIn(cloud)),
    serveStandIn(new KubernetesStandIn(cloud)),
    serveEks(),
  ]);
  process.stdout.write(
    `${JSON.stringify({ aws: aws.port, eks, kubernetes: kubernetes.port })}\n`,
    () => {
      // The engine is starting now, so there is time for this.
      void loadComponents();
    },
  );
}

function endWithParent(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
  process.stdin.on("end", () => process.exit(0));
  process.stdin.on("error", () => process.exit(0));
  process.stdin.resume();
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
