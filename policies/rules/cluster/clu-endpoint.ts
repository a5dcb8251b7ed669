import { isIP } from "node:net";

import type { FaultPath } from "../../../scheduling/values/fault";
import { fieldText } from "../../support/message";
import { quoted } from "../../support/quoted";
import { listOf, misshapen, readField, shapeFinding, textOf } from "../../support/reading";
import type { Absent, Present } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";

interface CluEndpointConfig {
  readonly shortestIpv4Prefix: number;
  readonly shortestIpv6Prefix: number;
}

const clusterType = "aws:eks/cluster:Cluster";
const componentType = "eks:index:Cluster";
const publicAccess = "endpointPublicAccess";
const cidrsField = "publicAccessCidrs";

export const cluEndpoint: ResourceRule<CluEndpointConfig> = {
  id: "clu-endpoint",
  title: "The Kubernetes API of a cluster is private, or public for named networks only.",
  why: "Attackers try every API server that they can reach. With one leaked token or one flaw in authentication they control the cluster, its accelerators and its roles.",
  severity: "critical",
  level: "mandatory",
  types: [clusterType, componentType],
  guardedPaths: [
    ["vpcConfig", publicAccess],
    ["vpcConfig", cidrsField],
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
    "The component `eks:index:Cluster` creates a cluster. The engine shows that cluster, and it is checked. `npm run check` shows only the component, so there the component itself is checked.",
  ],
  since: "0.1.0",
  check: (resource, config, { underEngine }) => {
    const isComponent = resource.type === componentType;
    // The component's provider registers it without its inputs; its cluster has them.
    if (isComponent && underEngine) return [];
    const parents = isComponent ? [] : ["vpcConfig"];
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
    return cidrs.value.flatMap((element) => {
      const cidr = textOf(element);
      return cidr.kind === "misshapen" ? [shapeFinding(cidr)] : cidrFindings(cidr, config);
    });
  },
};

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
}

function parseRange(text: string): Range | undefined {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 4) return prefix <= 32 ? { version, prefix } : undefined;
  if (version === 6) return prefix <= 128 ? { version, prefix } : undefined;
  return undefined;
}
