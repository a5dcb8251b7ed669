import { stringify } from "yaml";

import { tierProfiles, type TierName } from "../../components/node-pools/tier-profiles";
import { projectName, type Environment } from "../../infra/config/schema";
import { schemaComment } from "../../infra/config/stack-text";
import type { NewTier } from "./tiers";

/** What a new stack file is made of. */
export interface NewStack {
  readonly environment: Environment;
  readonly region: string;
  readonly timeZone: string;
  /** Range of the VPC. */
  readonly cidr: string;
  /** Ranges for pods alone; none when pods share the nodes' subnets. */
  readonly podCidrs: readonly string[];
  readonly zones: readonly string[];
  /** Instance type of the system nodes; undefined for the default. */
  readonly systemNodeType: string | undefined;
  /** The section `versions` of a stack that exists. */
  readonly versions: unknown;
  readonly tiers: readonly (readonly [name: TierName, tier: NewTier])[];
}

/** The text of the stack file. It ends with a line break. */
export function stackText(stack: NewStack): string {
  const { environment, region, timeZone, cidr, podCidrs, zones, systemNodeType } = stack;
  const isProduction = environment === "production";
  return [
    schemaComment,
    "#",
    `# ${environment} in ${region}. Every key is explained in docs/configuration.md; the shapes of the tiers are in`,
    "# components/node-pools/tier-profiles.ts.",
    "config:",
    key("environment", environment),
    key("region", region),
    "  # The account that this stack may be deployed to. Set it, and any other account is refused.",
    `  # ${projectName}:accountId: "<12 digits>"`,
    key("timeZone", timeZone),
    "",
    section("network"),
    `    cidr: ${cidr}`,
    ...(podCidrs.length === 0
      ? []
      : [
          "    # For pods alone: multi-arch, at its limit in the smallest nodes, needs 33,000 addresses (docs/network.md).",
          `    podCidrs: [${podCidrs.join(", ")}]`,
        ]),
    "    # A name is a different place in every account. Compare them with the zones of yours:",
    `    # aws ec2 describe-availability-zones --region ${region}`,
    `    zones: [${zones.join(", ")}]`,
    "    # Fixed when the cluster is created. zones may change, these never (docs/network.md).",
    `    controlPlaneZones: [${zones.join(", ")}]`,
    `    natGateways: ${isProduction ? "one-per-zone" : "single"}`,
    ...(isProduction ? ["    interfaceEndpoints: [ecr.api, ecr.dkr, sqs, sts]"] : []),
    "",
    section("cluster"),
    `    name: ${environment}-${region}`,
    "    # Private endpoint only: run the deployment from inside the VPC or through a VPN.",
    "    publicAccessCidrs: []",
    ...(isProduction ? secondAdministrator : []),
    ...(systemNodeType === undefined
      ? []
      : ["    systemNodes:", `      instanceType: ${systemNodeType}`]),
    "",
    section("versions"),
    ...indented(stringify(stack.versions).trimEnd().split("\n"), 4),
    "",
    ...(needsWindow(stack)
      ? [
          "  # When nodes of gpu-training-protected may be replaced for drift, with running jobs too.",
          section("maintenanceWindow"),
          "    days: [SUN]",
          '    start: "02:00"',
          "    length: 3h",
          "",
        ]
      : []),
    section("tiers"),
    ...stack.tiers.map(([name, tier]) => `    ${name}: ${flow(tier)}`),
    "",
  ].join("\n");
}

function needsWindow({ tiers }: NewStack): boolean {
  return tiers.some(([name]) => tierProfiles[name].disruption.kind === "maintenance-window");
}

const secondAdministrator = [
  "    # Besides the role that deploys, production needs an administrator who can take over and remove the stack (docs/deploying.md,",
  '    # "Break glass"). Name yours, and remove soleAdministrator, which accepts a cluster without one.',
  "    # administrators:",
  '    #   break-glass: { principalArn: "arn:aws:iam::<12 digits>:role/<role>" }',
  "    soleAdministrator: true",
];

function key(name: string, value: string): string {
  return `  ${projectName}:${name}: ${value}`;
}

function section(name: string): string {
  return `  ${projectName}:${name}:`;
}

function indented(lines: readonly string[], spaces: number): readonly string[] {
  return lines.map((line) => `${" ".repeat(spaces)}${line}`);
}

/** A tier in one line: `{ sizes: [xlarge], limits: { nvidia.com/gpu: 4 } }`. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${flow(one)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
