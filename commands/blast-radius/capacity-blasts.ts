import { acceleratorOf, instanceType } from "../../scheduling/catalogue/instance-catalogue";
import { valueAt } from "../../scheduling/values/fault";
import { counted, listed } from "../../scheduling/values/wording";
import type { Blast } from "./blast";
import {
  changesOfPart,
  isRemoved,
  poolsOf,
  removalWord,
  type Fleet,
  type FleetChange,
} from "./fleet";
import { textAt } from "./fleet-part";

/** Instances that Karpenter does not manage, and what instances of every kind live on: subnets, keys, reservations. */
export function capacityBlasts(fleet: Fleet): readonly Blast[] {
  return [
    ...subnetBlasts(fleet),
    ...changesOfPart(fleet, "key").filter(isRemoved).map(keyBlast),
    ...changesOfPart(fleet, "reservation").filter(isRemoved).map(reservationBlast),
    ...changesOfPart(fleet, "instance")
      .filter(
        (change) =>
          isRemoved(change) && hasAccelerators([textAt(change.before?.inputs, "instanceType")]),
      )
      .map(instanceBlast),
    ...changesOfPart(fleet, "node-group").filter(launchesAccelerators).flatMap(nodeGroupBlast),
  ];
}

function subnetBlasts(fleet: Fleet): readonly Blast[] {
  const subnets = changesOfPart(fleet, "subnet").filter(isRemoved);
  const [first] = subnets;
  if (first === undefined) return [];
  return [
    {
      effect: "orphans",
      name: "subnets",
      urn: first.urn,
      problem: `removes ${counted(subnets.length, "subnet")}: ${listed(subnets.map(({ name }) => name))}`,
      causes: [...new Set(subnets.flatMap(({ replaceReasons }) => replaceReasons))],
      consequence:
        "Routes and gateways of a subnet go first, so its nodes lose the cluster. AWS then refuses to delete the subnet while they run.",
      fix: "take the subnet's zone out of the NodePools first, and approve this step when no node is in it",
      pools: poolsOf(fleet),
    },
  ];
}

function keyBlast(key: FleetChange): Blast {
  return {
    effect: "orphans",
    name: key.object,
    urn: key.urn,
    problem: `${removalWord(key)} a KMS key`,
    causes: key.replaceReasons,
    consequence:
      "A key that waits for its deletion cannot be used: volumes and secrets that it encrypts cannot be read again.",
    fix: "keep the key for as long as a volume, a node class or a cluster uses it",
  };
}

function reservationBlast(reservation: FleetChange): Blast {
  return {
    effect: "orphans",
    name: reservation.object,
    urn: reservation.urn,
    problem: `${removalWord(reservation)} a capacity reservation`,
    causes: reservation.replaceReasons,
    consequence:
      "Its instances go on at the on-demand price, and nobody may get the capacity again.",
    fix: "make the new reservation first, and approve this step when no NodePool needs the old one",
  };
}

function instanceBlast(instance: FleetChange): Blast {
  return {
    effect: "drains",
    name: instance.object,
    urn: instance.urn,
    problem: `${removalWord(instance)} an instance with accelerators`,
    causes: instance.replaceReasons,
    consequence: "AWS ends the instance at once, with everything that runs on it.",
    fix: "end its work first, then approve this step",
  };
}

function nodeGroupBlast(group: FleetChange): readonly Blast[] {
  const common = { effect: "drains" as const, name: group.object, urn: group.urn };
  if (isRemoved(group)) {
    return [
      {
        ...common,
        problem: `${removalWord(group)} a node group with accelerators`,
        causes: group.replaceReasons,
        consequence: "EKS drains all nodes of the group and ends them after 15 minutes.",
        fix:
          group.action === "delete"
            ? "cordon its nodes, let their work end, then approve this step"
            : "add a second node group, move the work, and remove this one when it is empty",
      },
    ];
  }
  const fewer = (["desiredSize", "maxSize"] as const).find((key) => {
    const [from, to] = [group.before, group.after].map((state) =>
      valueAt(state?.inputs, ["scalingConfig", key]),
    );
    return typeof from === "number" && typeof to === "number" && to < from;
  });
  if (fewer === undefined) return [];
  return [
    {
      ...common,
      problem: "lowers the size of a node group with accelerators",
      causes: [`scalingConfig.${fewer}`],
      consequence: "The Auto Scaling group ends instances of its own choice, busy ones too.",
      fix: "cordon as many nodes, let their work end, then approve this step",
    },
  ];
}

function launchesAccelerators({ before, after }: FleetChange): boolean {
  const inputs = (before ?? after)?.inputs;
  const types = valueAt(inputs, ["instanceTypes"]);
  const ami = textAt(inputs, "amiType");
  return (Array.isArray(types) && hasAccelerators(types)) || /NVIDIA|NEURON|GPU/.test(ami);
}

function hasAccelerators(types: readonly unknown[]): boolean {
  return types.some((name) => {
    const type = typeof name === "string" ? instanceType(name) : undefined;
    return type !== undefined && acceleratorOf(type) !== undefined;
  });
}
