/**
 * The parts of an EC2NodeClass that change what its nodes offer, read from an untrusted manifest. Other parts are not
 * read, and parts of an unexpected shape count as absent.
 *
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/apis/v1/ec2nodeclass.go
 */

import { valueAt } from "../values/fault";
import { parseQuantity } from "../values/quantity";

export type AmiFamily =
  "AL2" | "AL2023" | "Bottlerocket" | "Custom" | "Windows2019" | "Windows2022" | "Windows2025";

export interface Ec2NodeClass {
  readonly name: string;
  readonly amiFamily: AmiFamily;
  /** How the AMI may change without a change of the class, in words; undefined where the class pins its AMI. */
  readonly movingAmi?: string;
  /** The size of the volume that pods use, in bytes; undefined where the class leaves it to the AMI family. */
  readonly podVolumeBytes?: number;
  /** Whether the local disks become the pods' storage. */
  readonly usesLocalDisks: boolean;
  readonly maxPods?: number;
  readonly podsPerCore?: number;
  readonly kubeReserved: Readonly<Record<string, string>>;
  readonly systemReserved: Readonly<Record<string, string>>;
  readonly evictionHard: Readonly<Record<string, string>>;
  /** Only `true` where the class asks for it; a subnet may give public addresses too. */
  readonly hasPublicAddress: boolean;
  /** EFA-only interfaces of a fixed list of network interfaces; undefined where Karpenter chooses the interfaces. */
  readonly fixedEfaInterfaces?: number;
  /** Whether the class selects capacity reservations. Without that, no node of its pools is reserved. */
  readonly selectsReservations: boolean;
}

/** Reads any value. Never throws. */
export function readEc2NodeClass(name: string, manifest: unknown): Ec2NodeClass {
  const at = (...path: readonly (string | number)[]): unknown => valueAt(manifest, path);
  const family = amiFamilyOf(at("spec", "amiFamily"), at("spec", "amiSelectorTerms"));
  const movingAmi = movingAmiOf(at("spec", "amiSelectorTerms"));
  const volume = podVolumeOf(family, listOf(at("spec", "blockDeviceMappings")));
  const maxPods = at("spec", "kubelet", "maxPods");
  const podsPerCore = at("spec", "kubelet", "podsPerCore");
  const interfaces = listOf(at("spec", "networkInterfaces"));
  return {
    name,
    amiFamily: family,
    ...(movingAmi === undefined ? {} : { movingAmi }),
    ...(volume === undefined ? {} : { podVolumeBytes: volume }),
    usesLocalDisks: at("spec", "instanceStorePolicy") === "RAID0",
    ...(isCount(maxPods) ? { maxPods } : {}),
    ...(isCount(podsPerCore) && podsPerCore > 0 ? { podsPerCore } : {}),
    kubeReserved: textsOf(at("spec", "kubelet", "kubeReserved")),
    systemReserved: textsOf(at("spec", "kubelet", "systemReserved")),
    evictionHard: textsOf(at("spec", "kubelet", "evictionHard")),
    hasPublicAddress: at("spec", "associatePublicIPAddress") === true,
    ...(interfaces.length === 0
      ? {}
      : {
          fixedEfaInterfaces: interfaces.filter(
            (one) => valueAt(one, ["interfaceType"]) === "efa-only",
          ).length,
        }),
    selectsReservations: listOf(at("spec", "capacityReservationSelectorTerms")).length > 0,
  };
}

export function isWindows({ amiFamily }: Ec2NodeClass): boolean {
  return amiFamily.startsWith("Windows");
}

const familyByAlias: ReadonlyMap<string, AmiFamily> = new Map([
  ["al2", "AL2"],
  ["al2023", "AL2023"],
  ["bottlerocket", "Bottlerocket"],
  ["windows2019", "Windows2019"],
  ["windows2022", "Windows2022"],
  ["windows2025", "Windows2025"],
]);

/** The written family, else that of the alias. A class has one of them, or the API server refuses it. */
function amiFamilyOf(written: unknown, terms: unknown): AmiFamily {
  const known: readonly string[] = [...familyByAlias.values(), "Custom"];
  if (typeof written === "string" && known.includes(written)) return written as AmiFamily;
  for (const term of listOf(terms)) {
    const alias = valueAt(term, ["alias"]);
    const family =
      typeof alias === "string"
        ? familyByAlias.get((alias.split("@")[0] ?? "").toLowerCase())
        : undefined;
    if (family !== undefined) return family;
  }
  return "Custom";
}

/** An id and a dated alias stay what they are. Other terms select whatever matches them later. */
function movingAmiOf(terms: unknown): string | undefined {
  const moving = listOf(terms).flatMap((term): readonly string[] => {
    const [alias, id, name, parameter] = ["alias", "id", "name", "ssmParameter"].map((key) =>
      valueAt(term, [key]),
    );
    if (typeof id === "string") return [];
    if (typeof alias === "string") return /@latest$/.test(alias) ? [`the alias ${alias}`] : [];
    // A parameter with a version keeps its value: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
    if (typeof parameter === "string") return /:\d+$/.test(parameter) ? [] : ["an SSM parameter"];
    if (typeof name === "string") return /[*?]/.test(name) ? ["a pattern of names"] : [];
    return valueAt(term, ["tags"]) === undefined ? [] : ["tags"];
  });
  return moving[0];
}

/** The volume that the kubelet uses, by AMI family: EphemeralBlockDevice in pkg/providers/amifamily. */
function podVolumeOf(family: AmiFamily, mappings: readonly unknown[]): number | undefined {
  const sizeOf = (mapping: unknown): number | undefined => {
    const size = valueAt(mapping, ["ebs", "volumeSize"]);
    return typeof size === "string" || typeof size === "number" ? parseQuantity(size) : undefined;
  };
  const root = mappings.find((mapping) => valueAt(mapping, ["rootVolume"]) === true);
  const rootSize = root === undefined ? undefined : sizeOf(root);
  if (rootSize !== undefined) return rootSize;
  if (family === "Custom") return sizeOf(mappings.at(-1));
  return sizeOf(mappings.find((mapping) => valueAt(mapping, ["deviceName"]) === podDevice(family)));
}

function podDevice(family: AmiFamily): string {
  if (family === "Bottlerocket") return "/dev/xvdb";
  return family.startsWith("Windows") ? "/dev/sda1" : "/dev/xvda";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
