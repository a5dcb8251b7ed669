import { readFileSync } from "node:fs";

import { ZodError } from "zod";

import { InputFault } from "../../command-line/input-fault";
import { schemaFaults } from "../schema-faults";
import { verdictsOn, readApprovals } from "./approvals";
import { blastsOf } from "./blasts";
import { driftsOf } from "./drifts";
import { fleetOf } from "./fleet";
import { liveNodes } from "./live-nodes";
import { readPlan } from "./read-plan";
import type { PlanVerdict } from "./text";

export interface PlanRequest {
  /** A file with a preview, or `-` for standard input. */
  readonly plan: string;
  /** A file with what `kubectl get nodes -o json` prints. */
  readonly nodes?: string | undefined;
  /** A file with approvals. */
  readonly approvals?: string | undefined;
  readonly today: Date;
}

/**
 * The verdict on what a preview announces.
 *
 * @throws InputFault when a file cannot be read, or is not what it should be
 */
export function planVerdict({ plan, nodes, approvals, today }: PlanRequest): PlanVerdict {
  const changes = read(
    plan,
    "--plan",
    "the output of pulumi preview --json, or an event log",
    readPlan,
  );
  const live =
    nodes === undefined
      ? undefined
      : read(nodes, "--nodes", "the output of kubectl get nodes -o json", (text) =>
          liveNodes(JSON.parse(text)),
        );
  const approved =
    approvals === undefined
      ? []
      : read(approvals, "--approvals", "a list of approvals", (text) =>
          readApprovals(JSON.parse(text)),
        );
  const fleet = fleetOf(changes);
  const blasts = blastsOf(fleet).filter(
    // Nobody loses a node where there is none. Protection is about the nodes of tomorrow.
    ({ effect, pools }) =>
      effect !== "drains" ||
      live === undefined ||
      pools === undefined ||
      pools.some(({ object }) => live.has(object)),
  );
  return {
    ...verdictsOn(blasts, approved, today.toISOString().slice(0, 10)),
    drifts: driftsOf(fleet),
    resources: changes.length,
    ofFleet: fleet.changes.length,
    showsUnchanged: changes.some(({ action }) => action === "same"),
    live,
    year: today.getUTCFullYear(),
  };
}

function read<T>(file: string, option: string, expected: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (error) {
    const reason =
      error instanceof ZodError
        ? schemaFaults(error, "the file").slice(0, 5).join("; ")
        : (error as Error).message.replace(/\s+/g, " ");
    const name = file === "-" ? "standard input" : file;
    throw new InputFault(`${option} ${name}: cannot be read (${reason}); expected ${expected}`);
  }
}
