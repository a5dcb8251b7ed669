/** What both schedulers are asked about: the stacks, the NodePools of the seed documents, and a full reservation. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { stackNames } from "../../infra/config/stack-names";
import { stackSubject } from "../../report/subject/stack-subject";
import type { CapacityReservation } from "../../scheduling/karpenter/questions";
import type { Place } from "../../scheduling/catalogue/place";

export interface CompareSubject {
  readonly name: string;
  readonly place: Place;
  /** NodePool manifests. */
  readonly nodePools: readonly unknown[];
  /** Capacity reservations of every node class. */
  readonly reservations?: readonly CapacityReservation[];
  /** How the pods choose a pool: each names one, or none does and Karpenter chooses. */
  readonly pods: "one for each pool" | "one for all pools";
}

const checkout = path.resolve(__dirname, "../..");

export const seedsName = "seeds";
export const reservationName = "full-reservation";

/** The names of all subjects, in the order in which they are compared. */
export function subjectNames(): readonly string[] {
  return [...stackNames(path.join(checkout, "stacks")), seedsName, reservationName];
}

/** @throws InputFault when a stack has faults */
export function subjectOf(name: string): CompareSubject {
  if (name === seedsName) return seeds();
  if (name === reservationName) return fullReservation;
  const { place, nodePools } = stackSubject(checkout, name);
  return {
    name,
    place,
    nodePools: nodePools.map(({ manifest }) => manifest),
    pods: "one for each pool",
  };
}

/** The pools of the documents that this project started from, in their original form. */
function seeds(): CompareSubject {
  const folder = path.join(checkout, "test", "fixtures", "seeds", "node-pools");
  const files = readdirSync(folder).filter((file) => !file.endsWith(".fragment.yaml"));
  return {
    name: seedsName,
    place: place("us-west-2", ["a", "b", "c"]),
    nodePools: files
      .sort()
      .map((file): unknown => parse(readFileSync(path.join(folder, file), "utf8"))),
    pods: "one for each pool",
  };
}

/** A pool for reserved capacity of which nothing is free, and a second pool on demand with a lower weight. */
const fullReservation: CompareSubject = {
  name: reservationName,
  place: place("us-west-2", ["a", "b", "c"]),
  nodePools: [
    gpuPool("reserved-first", "reserved", 100),
    gpuPool("on-demand-second", "on-demand", 10),
  ],
  reservations: [{ id: "cr-1", instanceType: "p5.48xlarge", zone: "us-west-2a", available: 0 }],
  pods: "one for all pools",
};

function gpuPool(name: string, capacityType: string, weight: number): unknown {
  const requirement = (key: string, value: string): unknown => ({
    key,
    operator: "In",
    values: [value],
  });
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      weight,
      template: {
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
          requirements: [
            requirement("node.kubernetes.io/instance-type", "p5.48xlarge"),
            requirement("karpenter.sh/capacity-type", capacityType),
          ],
        },
      },
    },
  };
}

function place(region: string, letters: readonly string[]): Place {
  return { region, zones: letters.map((letter) => ({ name: `${region}${letter}` })) };
}
