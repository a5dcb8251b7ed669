/** Which pools of a subject can be checked, and what is said of the others. */

import { autoModeManifest, autoModePool } from "../../scheduling/node-pool/auto-mode";
import { providerOf } from "../../scheduling/node-pool/class-provider";
import { readNodePool, type NodePool } from "../../scheduling/node-pool/node-pool";
import {
  readEc2NodeClass,
  isWindows,
  type Ec2NodeClass,
} from "../../scheduling/node-class/ec2-node-class";
import { nodeClassFaults } from "../../scheduling/node-class/node-class-fields";
import { osLabelKey } from "../../scheduling/requirements/labels";
import { admits, requirementsOf } from "../../scheduling/requirements/requirements";
import { isRefused } from "../../scheduling/values/refusal";
import { faultText, pathText, type Fault } from "../../scheduling/values/fault";
import type { SourceManifest } from "./source-manifest";
import type { Subject } from "./subject";

export interface CheckedPool {
  readonly source: SourceManifest;
  /** As its provider reads it, in the words of the catalogue. */
  readonly pool: NodePool;
  /** As it is written. */
  readonly written: NodePool;
  /** For Karpenter's own reader. */
  readonly manifest: unknown;
  /** Absent where the manifests have no such class. */
  readonly nodeClass?: Ec2NodeClass;
}

/** An object that the API server refuses. */
export interface RefusedObject {
  /**
   * True for unknown fields alone: kubectl and server-side apply refuse the object, and a client without validation
   * gets it without these fields. The report then says what it does without them.
   */
  readonly isOnlyStrict?: true;
  /** `NodePool gpu`. */
  readonly name: string;
  readonly from: string;
  readonly file: string;
  readonly line: number;
  /** Why, each `<path>: <problem>…`. */
  readonly faults: readonly string[];
}

/** A pool of which nothing is said. */
export interface PoolNotChecked {
  readonly pool: string;
  readonly from: string;
  readonly file: string;
  readonly line: number;
  /** A sentence without its subject, which is the pool, and without a full stop. */
  readonly reason: string;
}

export interface CheckedPools {
  readonly pools: readonly CheckedPool[];
  readonly refused: readonly RefusedObject[];
  readonly notChecked: readonly PoolNotChecked[];
  /** Parts of checked pools that have no effect or the wrong one, ready to print. */
  readonly findings: readonly string[];
}

export function checkedPools({ nodePools, nodeClasses, karpenter }: Subject): CheckedPools {
  const classes = new Map(
    nodeClasses
      .filter(({ kind }) => kind === "EC2NodeClass")
      .map(({ name, manifest }) => [name, readEc2NodeClass(name, manifest)]),
  );
  const pools = new Map<string, CheckedPool>();
  const refused: RefusedObject[] = nodeClasses
    .filter(({ kind }) => kind === "EC2NodeClass")
    .flatMap((source) => refusedClass(source, nodeClassFaults(source.manifest, karpenter.minor)));
  const notChecked: PoolNotChecked[] = [];
  const findings: string[] = [];
  for (const source of nodePools) {
    const { pool: written, findings: faults } = readNodePool(source.manifest);
    if (isRefused(faults) || written === undefined) {
      refused.push(refusedPool(source, faults));
      continue;
    }
    const nodeClass = classes.get(written.nodeClass);
    const reason = whyNotChecked(written, nodeClass);
    const first = pools.get(written.name);
    if (reason !== undefined) {
      notChecked.push({ pool: source.name, ...placeOf(source), reason });
    } else if (first !== undefined) {
      findings.push(...namesakeText(first.source, source));
    } else {
      pools.set(written.name, checkedPool(source, written, nodeClass));
      refused.push(...droppedFields(source, faults));
      findings.push(
        ...faults
          .filter(({ apiServer }) => apiServer === "accepts")
          .map((fault) => `${poolText(source)}: ${pathText(fault.path)}: ${faultText(fault)}`),
      );
    }
  }
  return { pools: [...pools.values()], refused, notChecked, findings };
}

function checkedPool(
  source: SourceManifest,
  written: NodePool,
  nodeClass: Ec2NodeClass | undefined,
): CheckedPool {
  const isAutoMode = providerOf(written.nodeClassRef) === "auto-mode";
  return {
    source,
    written,
    pool: isAutoMode ? autoModePool(written) : written,
    manifest: isAutoMode ? autoModeManifest(source.manifest) : source.manifest,
    ...(nodeClass === undefined || isAutoMode ? {} : { nodeClass }),
  };
}

function whyNotChecked(pool: NodePool, nodeClass: Ec2NodeClass | undefined): string | undefined {
  const { group, kind, name } = pool.nodeClassRef;
  const provider = providerOf(pool.nodeClassRef);
  if (provider === "other") {
    return `names ${kind} ${name} of ${group}; only EC2NodeClass of karpenter.k8s.aws and NodeClass of eks.amazonaws.com are known here`;
  }
  if (provider === "ec2" && nodeClass !== undefined && isWindows(nodeClass)) {
    return `its EC2NodeClass ${name} has the AMI family ${nodeClass.amiFamily}; only Linux nodes are known here`;
  }
  const os = requirementsOf(pool.requirements).get(osLabelKey);
  return os === undefined || admits(os, "linux")
    ? undefined
    : `asks for another system than Linux (${osLabelKey}); only Linux nodes are known here`;
}

function refusedPool(source: SourceManifest, faults: readonly Fault[]): RefusedObject {
  return refusedFor(
    source,
    faults.filter(({ apiServer }) => apiServer === undefined),
  );
}

/** What is said of the class's pools holds for a class without the faults. */
function refusedClass(source: SourceManifest, faults: readonly Fault[]): readonly RefusedObject[] {
  if (faults.length === 0) return [];
  const refused = refusedFor(source, faults);
  return [isRefused(faults) ? refused : { ...refused, isOnlyStrict: true }];
}

function droppedFields(source: SourceManifest, faults: readonly Fault[]): readonly RefusedObject[] {
  const dropped = faults.filter(({ apiServer }) => apiServer === "drops");
  return dropped.length === 0 ? [] : [{ ...refusedFor(source, dropped), isOnlyStrict: true }];
}

function refusedFor(source: SourceManifest, faults: readonly Fault[]): RefusedObject {
  return {
    name: `${source.kind} ${source.name}`,
    ...placeOf(source),
    line: source.lineOf(faults[0]?.path ?? []),
    faults: faults.map((fault) => `${pathText(fault.path, "the manifest")}: ${faultText(fault)}`),
  };
}

function placeOf({ from, file, lineOf }: SourceManifest) {
  return { from, file, line: lineOf(["metadata", "name"]) };
}

function poolText({ from, name }: SourceManifest): string {
  return `${from}: NodePool ${name}`;
}

/** Overlays have the same pool for different clusters. A pool that is written twice alike needs no word. */
function namesakeText(first: SourceManifest, second: SourceManifest): readonly string[] {
  if (JSON.stringify(first.manifest) === JSON.stringify(second.manifest)) return [];
  return [
    `${poolText(second)}: is left out, because ${first.from} has another pool of that name; a cluster has one of them, so report on one overlay at a time`,
  ];
}
