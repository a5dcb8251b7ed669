import path from "node:path";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitAfter } from "../../command-line/exit-after";
import { readCommandLine } from "./command-line";

const help = `Usage: npm run report -- <stack> [options]
       npm run report -- --manifests FILE... --region REGION [--zones a,b] [options]

Says what Karpenter will do with a stack, before money is spent: what each pool can launch and where, how far
its limits reach and what that costs, when nodes may be disrupted, where workloads land, and which agents
run. Needs no account, no cluster and no network.

The second form reads manifests from any source: files, folders with all that is below them, or - for standard
input. A file may have several documents. The report is about the NodePools, with their node classes and
NodeOverlays. DaemonSets are the agents; Pods, Deployments, StatefulSets, Jobs and Ray clusters are the
workloads. Other kinds are left out.

Options:
  --format FORMAT     text (default), markdown, json or html
  -o, --output FILE   write to this file instead of standard output, the whole report or nothing
  --time-zone ZONE    IANA name for the calendar (default: the stack's; UTC for manifests)
  --week YYYY-MM-DD   a day of the week to show (default: today)
  --manifests FILE... YAML files of Kubernetes manifests, folders, or - for standard input
  --region REGION     where the manifests' pools launch
  --zones a,b         names of their zones (default: as many as the region has)
  -h, --help          print this text

npm prints lines of its own to standard output first. --silent or --output avoids that:
  npm run --silent report -- production-us-east-1 --format json
  npm run report -- production-us-east-1 --format html --output report.html

Exit codes: 0 the report is complete, with or without traps; 1 faulty input, or parts of manifests were refused
or not read; 2 an internal failure.`;

// This module runs from a bundle in another folder; the process was started with commands/report/boot.js.
const root = path.resolve(path.dirname(process.argv[1] ?? ""), "..", "..");

guardOutput();
exitAfter("report", main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const commandLine = readCommandLine(args);
  if (commandLine.kind === "help") {
    console.log(help);
    return 0;
  }
  if (commandLine.kind === "faults") {
    console.error(commandLine.faults.join("\n"));
    return 1;
  }
  const { runReport } = await import("./run-report");
  return runReport(root, commandLine.request);
}
