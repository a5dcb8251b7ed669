/**
 * The quotas of EC2 on running instances. Each counts the vCPUs of one or more families in one region of an account,
 * On-Demand and Spot apart. https://docs.aws.amazon.com/general/latest/gr/ec2-service.html
 */

import { instanceCategoryLabelKey, instanceGenerationLabelKey } from "../requirements/labels";
import type { InstanceType } from "./instance-catalogue";

export interface VcpuQuota {
  /** As Service Quotas shows it. */
  readonly name: string;
  /** `L-1216C47A`, of the service `ec2`. */
  readonly code: string;
}

/** How an instance is bought, as the quotas tell it apart. A reservation counts as on-demand. */
export type Purchase = "on-demand" | "spot";

/** The quota that an instance of the type counts against. Undefined where EC2 has none, such as HPC types on Spot. */
export function vcpuQuotaOf({ labels }: InstanceType, purchase: Purchase): VcpuQuota | undefined {
  const group = groupByCategory[labels[instanceCategoryLabelKey] ?? ""];
  if (group === undefined) return undefined;
  const generation = Number(labels[instanceGenerationLabelKey]);
  if (group === "P" && purchase === "spot") return generation < 5 ? olderSpotP : newerSpotP;
  return quotas[group][purchase];
}

/** Every quota, On-Demand first. */
export function vcpuQuotas(): readonly VcpuQuota[] {
  const rows = Object.values(quotas);
  const spot = [...rows.flatMap((row) => row.spot ?? []), olderSpotP, newerSpotP];
  return [...rows.map((row) => row["on-demand"]), ...spot];
}

interface QuotaRow {
  readonly "on-demand": VcpuQuota;
  readonly spot?: VcpuQuota;
}

type Group =
  "Standard" | "G and VT" | "P" | "Inf" | "Trn" | "DL" | "F" | "X" | "HPC" | "High Memory";

const quotas: Readonly<Record<Group, QuotaRow>> = {
  Standard: {
    "on-demand": {
      name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
      code: "L-1216C47A",
    },
    spot: {
      name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
      code: "L-34B43A08",
    },
  },
  "G and VT": {
    "on-demand": { name: "Running On-Demand G and VT instances", code: "L-DB2E81BA" },
    spot: { name: "All G and VT Spot Instance Requests", code: "L-3819A6DF" },
  },
  P: { "on-demand": { name: "Running On-Demand P instances", code: "L-417A185B" } },
  Inf: {
    "on-demand": { name: "Running On-Demand Inf instances", code: "L-1945791B" },
    spot: { name: "All Inf Spot Instance Requests", code: "L-B5D1601B" },
  },
  Trn: {
    "on-demand": { name: "Running On-Demand Trn instances", code: "L-2C3B7624" },
    spot: { name: "All Trn Spot Instance Requests", code: "L-6B0D517C" },
  },
  DL: {
    "on-demand": { name: "Running On-Demand DL instances", code: "L-6E869C2A" },
    spot: { name: "All DL Spot Instance Requests", code: "L-85EED4F7" },
  },
  F: {
    "on-demand": { name: "Running On-Demand F instances", code: "L-74FC7D96" },
    spot: { name: "All F Spot Instance Requests", code: "L-88CF9481" },
  },
  X: {
    "on-demand": { name: "Running On-Demand X instances", code: "L-7295265B" },
    spot: { name: "All X Spot Instance Requests", code: "L-E3A00192" },
  },
  HPC: { "on-demand": { name: "Running On-Demand HPC instances", code: "L-F7808C92" } },
  "High Memory": {
    "on-demand": { name: "Running On-Demand High Memory instances", code: "L-43DA4232" },
  },
};

/** P instances have two quotas on Spot. */
const olderSpotP: VcpuQuota = {
  name: "All P4, P3 and P2 Spot Instance Requests",
  code: "L-7212CCBC",
};
/** No quota names P6, so P6 counts here. */
const newerSpotP: VcpuQuota = { name: "All P5 Spot Instance Requests", code: "L-C4BD4855" };

/** By the label karpenter.k8s.aws/instance-category, which is the letters of the family's name. */
const groupByCategory: Readonly<Record<string, Group>> = {
  ...sameGroup("Standard", ["a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"]),
  ...sameGroup("G and VT", ["g", "gr", "vt"]),
  p: "P",
  inf: "Inf",
  trn: "Trn",
  dl: "DL",
  f: "F",
  x: "X",
  hpc: "HPC",
  u: "High Memory",
};

function sameGroup(group: Group, categories: readonly string[]): Readonly<Record<string, Group>> {
  return Object.fromEntries(categories.map((category) => [category, group]));
}
