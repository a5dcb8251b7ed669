/**
 * What EKS refuses because of the zones of a cluster's subnets:
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
import { valuesAt } from "./fields";
import type { ChangedSurroundings, NewSurroundings } from "./row";
import { tokens } from "./tokens";

/** Zones in which EKS places no control plane. */
const withoutControlPlane: readonly unknown[] = ["use1-az3", "usw1-az2", "cac1-az3"];

/** A new cluster needs subnets in two zones, and in no zone where EKS has no control plane. */
export function refusedZones(surroundings: NewSurroundings): string | undefined {
  const subnets = subnetsOf(surroundings, surroundings.inputs);
  const zones = zonesOf(subnets);
  if (zones.length < 2) {
    return "InvalidParameterException: Subnets specified must be in at least two different AZs";
  }
  const unfit = subnets.find(({ availabilityZoneId }) =>
    withoutControlPlane.includes(availabilityZoneId),
  );
  if (unfit === undefined) return undefined;
  const others = zones.filter((zone) => zone !== unfit.availabilityZone);
  return `UnsupportedAvailabilityZoneException: Cannot create cluster '${String(surroundings.inputs.name)}' because ${String(unfit.availabilityZone)}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${others.join(", ")}`;
}

/** Other subnets have to be in exactly the zones of the first ones. Every accepted update keeps them, so the previous count. */
export function refusedZoneChange(surroundings: ChangedSurroundings): string | undefined {
  const before = zonesOf(subnetsOf(surroundings, surroundings.previousInputs));
  const after = zonesOf(subnetsOf(surroundings, surroundings.inputs));
  if (after.join() === before.join()) return undefined;
  return `InvalidParameterException: Provided subnets belong to the AZs '${after.join()}'. But they should belong to the exact set of AZs '${before.join()}' in which subnets were provided during cluster creation.`;
}

type Outputs = Readonly<Record<string, unknown>>;

function subnetsOf({ others }: NewSurroundings, inputs: Outputs): readonly Outputs[] {
  const ids = valuesAt(inputs, "vpcConfig.subnetIds").flatMap(({ value }) => value);
  return others(tokens.subnet)
    .filter(({ id }) => ids.includes(id))
    .map(({ outputs }) => outputs);
}

function zonesOf(subnets: readonly Outputs[]): readonly string[] {
  return [...new Set(subnets.map(({ availabilityZone }) => String(availabilityZone)))].sort();
}
