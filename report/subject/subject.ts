import type { Agent } from "../../scheduling/agents/agent";
import type { KarpenterInUse } from "../../scheduling/budgets/node-repair";
import type { Workload } from "./workload";
import type { FixedNeeds } from "../../infra/resolved/fixed-needs";
import type { SourceManifest } from "./source-manifest";
import type { Place } from "../../scheduling/catalogue/place";

/** What a report is about. It is read as a whole before any question is asked. Manifests may hold anything. */
export interface Subject {
  readonly title: string;
  readonly about: ReportSubject;
  readonly place: Place;
  readonly timeZone: string;
  /** What is known of the Karpenter that reads the pools. */
  readonly karpenter: KarpenterInUse;
  readonly nodePools: readonly SourceManifest[];
  /** EC2NodeClasses, and NodeClasses of EKS Auto Mode. */
  readonly nodeClasses: readonly SourceManifest[];
  readonly daemonSets: readonly SourceManifest[];
  /** NodeOverlays, which change what Karpenter knows of instance types. */
  readonly nodeOverlays: readonly SourceManifest[];
  /** What counts against quotas beside the pools. Nothing is known of it with manifests. */
  readonly fixedNeeds: FixedNeeds;
  readonly workloads: readonly Workload[];
  /** The agents that run on the nodes of the pools; empty if none are known. */
  readonly agents: readonly Agent[];
  /** Names of the schedulers with the Neuron extension. Absent with manifests, which may not have them all. */
  readonly neuronSchedulers?: readonly string[];
  /** What could not be read, ready to print. */
  readonly findings: readonly string[];
  /** Assumptions that were made to read it, in sentences. */
  readonly assumptions: readonly string[];
}

/** The stack, or the files, that a report is about. */
export type ReportSubject =
  | { readonly kind: "stack"; readonly environment: string; readonly file: string }
  | { readonly kind: "manifests"; readonly files: readonly string[] };
