import { isIP } from "node:net";

import type { FaultPath } from "../../../scheduling/values/fault";
import { fieldText } from "../../support/message";
import { quoted } from "../../support/quoted";
import { listOf, misshapen, readField, shapeFinding, textOf } from "../../support/reading";
import type { Absent, Present, Reading } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";

interface CluEndpointConfig {
  readonly shortestIpv4Prefix: number;
  readonly shortestIpv6Prefix: number;
}

const clusterType = "aws:eks/cluster:Cluster";
const componentType = "eks:index:Cluster";
const nativeType = "aws-native:eks:Cluster";
const publicAccess = "endpointPublicAccess";
const cidrsField = "publicAccessCidrs";

export const cluEndpoint: ResourceRule<CluEndpointConfig> = {
  id: "clu-endpoint",
  title: "The Kubernetes API of a cluster is private, or public for named networks only.",
  why: "Attackers try every API server that they can reach. With one leaked token or one flaw in authentication they control the cluster, its accelerators and its roles.",
  severity: "critical",
  level: "mandatory",
  types: [clusterType, nativeType, componentType],
  guardedPaths: [
    ["vpcConfig", publicAccess],
    ["vpcConfig", cidrsField],
    ["resourcesVpcConfig", publicAccess],
    ["resourcesVpcConfig", cidrsField],
    [publicAccess],
    [cidrsField],
  ],
  config: {
    shortestIpv4Prefix: {
      default: 8,
      description:
        "Shortest prefix of an IPv4 range that may reach a public endpoint. No organisation has a network larger than /8.",
      schema: { type: "integer", minimum: 1, maximum: 32 },
      strictness: { measure: (length) => length, floors: { anywhere: 8 } },
    },
    shortestIpv6Prefix: {
      default: 16,
      description: "Shortest prefix of an IPv6 range that may reach a public endpoint.",
      schema: { type: "integer", minimum: 1, maximum: 128 },
      strictness: { measure: (length) => length, floors: { anywhere: 16 } },
    },
  },
  relatedRules: ["CKV_AWS_38", "CKV_AWS_39", "AwsSolutions-EKS1"],
  onUnknown: "fail",
  scope: [
    "`endpointPublicAccess` is false, or `publicAccessCidrs` names the networks that may connect. Without the first the endpoint is public. Without the second, or with an empty list, everyone may connect.",
    "No range has a shorter prefix than `shortestIpv4Prefix` or `shortestIpv6Prefix`. 0.0.0.0/0 and ::/0 are everyone, and so are 0.0.0.0/1 and 128.0.0.0/1 together.",
    "All ranges together cover no more addresses than one range with the shortest prefix: 256 ranges of /8 are everyone.",
    "The component `eks:index:Cluster` creates a cluster. The engine shows that cluster, and it is checked. `npm run check` shows only the component, so there the component itself is checked.",
  ],
  since: "0.1.0",
  check: (resource, config, { underEngine }) => {
    const isComponent = resource.type === componentType;
    // The component's provider registers it without its inputs; its cluster has them.
    if (isComponent && underEngine) return [];
    const parents = parentsOf[resource.type] ?? [];
    const access = readField(resource.props, ...parents, publicAccess);
    if (access.kind === "present") {
      if (access.value === false) return [];
      if (access.value !== true) {
        return [shapeFinding(misshapen(access.path, access.value, "true or false"))];
      }
    }
    const isWritten = access.kind === "present";
    const cidrs = listOf(readField(resource.props, ...parents, cidrsField));
    if (cidrs.kind === "misshapen") return [shapeFinding(cidrs)];
    if (cidrs.kind === "absent" || cidrs.value.length === 0) {
      return [openFinding(isWritten ? cidrs.path : access.path, isWritten)];
    }
    const each = cidrs.value.flatMap((element) => {
      const cidr = textOf(element);
      return cidr.kind === "misshapen" ? [shapeFinding(cidr)] : cidrFindings(cidr, config);
    });
    return each.length > 0 ? each : unionFindings(cidrs, config);
  },
};

/** Where the endpoint of each type is configured. */
const parentsOf: Readonly<Record<string, readonly string[]>> = {
  [clusterType]: ["vpcConfig"],
  [nativeType]: ["resourcesVpcConfig"],
};

/** The finding for ranges that are small one by one, and nearly everyone together. */
function unionFindings(
  { path, value }: Present<readonly Reading<unknown>[]>,
  config: CluEndpointConfig,
): readonly Finding[] {
  const ranges = value.flatMap((element) => {
    const text = textOf(element);
    return text.kind === "present" ? (parseRange(text.value) ?? []) : [];
  });
  return ([4, 6] as const).flatMap((version) => {
    const shortest = version === 4 ? config.shortestIpv4Prefix : config.shortestIpv6Prefix;
    const bits = version === 4 ? 32 : 128;
    const covered = coveredAddresses(ranges.filter((range) => range.version === version));
    if (covered <= 2n ** BigInt(bits - shortest)) return [];
    const count = ranges.filter((range) => range.version === version).length;
    return [
      {
        path,
        problem: "ranges that together are a large part of the internet",
        got: `${count} ranges of IPv${version} that cover more than one range of /${shortest}`,
        expected: `at most as many addresses as one range of /${shortest} has`,
        fix: `write the networks of the people and machines that use the cluster at ${fieldText(path)}, or set ${publicAccess} to false`,
      },
    ];
  });
}

/** How many addresses are in at least one of the ranges. */
function coveredAddresses(ranges: readonly Range[]): bigint {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1));
  let covered = 0n;
  let end = 0n;
  for (const { from, to } of sorted) {
    const start = from > end ? from : end;
    if (to > start) covered += to - start;
    if (to > end) end = to;
  }
  return covered;
}

function openFinding(path: FaultPath, isWritten: boolean): Finding {
  return {
    path,
    problem: "everyone can reach the API server",
    got: isWritten
      ? "no ranges, which means 0.0.0.0/0"
      : "nothing, which means a public endpoint for 0.0.0.0/0",
    expected: `${publicAccess}: false, or ranges in ${cidrsField}`,
    fix: `set ${publicAccess} to false and ${publicAccess.replace("Public", "Private")} to true, or name the networks that may connect in ${cidrsField}`,
  };
}

function cidrFindings(
  cidr: Absent | Present<string>,
  { shortestIpv4Prefix, shortestIpv6Prefix }: CluEndpointConfig,
): readonly Finding[] {
  const text = cidr.kind === "present" ? cidr.value : "nothing";
  const range = parseRange(text);
  const shortest = range?.version === 6 ? shortestIpv6Prefix : shortestIpv4Prefix;
  if (range !== undefined && range.prefix >= shortest) return [];
  return [
    {
      path: cidr.path,
      problem:
        range === undefined
          ? "not a range of addresses"
          : "a range that is nearly the whole internet",
      got: range === undefined ? quoted(text) : `a prefix of /${range.prefix}`,
      expected:
        range === undefined
          ? "a CIDR such as 198.51.100.0/24"
          : `a prefix of /${shortest} or longer for IPv${range.version}`,
      ...(range === undefined
        ? { because: "EKS refuses it, or it is unclear who may connect." }
        : {}),
      fix: `write the networks of the people and machines that use the cluster at ${fieldText(cidr.path)}, or set ${publicAccess} to false`,
    },
  ];
}

interface Range {
  readonly version: 4 | 6;
  readonly prefix: number;
  /** The first address. */
  readonly from: bigint;
  /** The address after the last one. */
  readonly to: bigint;
}

function parseRange(text: string): Range | undefined {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 4) return prefix <= 32 ? rangeOf(4, prefix, ipv4Number(address)) : undefined;
  if (version === 6) return prefix <= 128 ? rangeOf(6, prefix, ipv6Number(address)) : undefined;
  return undefined;
}

function rangeOf(version: 4 | 6, prefix: number, address: bigint): Range {
  const size = 2n ** BigInt((version === 4 ? 32 : 128) - prefix);
  const from = (address / size) * size;
  return { version, prefix, from, to: from + size };
}

function ipv4Number(address: string): bigint {
  return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** The URL parser writes an IPv6 address in full groups, those of an embedded IPv4 address too. */
function ipv6Number(address: string): bigint {
  const text = new URL(`http://[${address.split("%", 1)[0]}]/`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array<string>(zeros).fill("0"), ...last].reduce(
    (sum, group) => sum * 65536n + BigInt(`0x${group}`),
    0n,
  );
}
