import { type Fault, rendered } from "../../scheduling/values/fault";

/** What the stack needs from an existing cluster before the program adopts it. */
export interface AdoptionRequest {
  readonly clusterName: string;
  readonly region: string;
  /** Kubernetes minor version for which the stack's charts and AMIs were chosen. */
  readonly kubernetesVersion: string;
  /** How Karpenter's controller gets its AWS credentials. */
  readonly identity: "irsa" | "pod-identity";
  /** Zones in which the tiers may launch nodes. */
  readonly zones: readonly string[];
  /** Terms by which Karpenter will find subnets and security groups. */
  readonly discovery: {
    readonly subnetSelectorTerms: readonly SelectorTerm[];
    readonly securityGroupSelectorTerms: readonly SelectorTerm[];
  };
}

interface SelectorTerm {
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What AWS reports about the cluster. */
export interface ExistingClusterFacts {
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly kubernetesVersion: string;
  /** `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. */
  readonly authenticationMode: string;
  /** `ipv4` or `ipv6`. */
  readonly ipFamily: string;
  /** EKS Auto Mode is on: EKS runs its own Karpenter for the cluster. */
  readonly autoMode: boolean;
  readonly oidcUrl: string;
  /** IAM's OIDC provider for the cluster's issuer: its client ids, or why it was not found. */
  readonly oidcProvider: {
    readonly clientIds?: readonly string[] | undefined;
    readonly problem?: string | undefined;
  };
  /** Why the Pod Identity add-on could not be read. */
  readonly podIdentityAgent: { readonly problem?: string | undefined };
  /** The requested zones that have a subnet which Karpenter will find. */
  readonly zonesWithSubnet: readonly string[];
  /** The security groups that Karpenter will find. */
  readonly securityGroupIds: readonly string[];
}

/**
 * Every reason why the program cannot adopt the cluster.
 */
export function existingClusterFaults(
  request: AdoptionRequest,
  facts: ExistingClusterFacts,
): readonly Fault[] {
  return [
    ...statusFault(facts),
    ...ownClusterFault(facts),
    ...versionFault(request, facts),
    ...kindFaults(facts),
    ...accessFault(request, facts),
    ...identityFault(request, facts),
    ...subnetFault(request, facts),
    ...securityGroupFault(request, facts),
  ];
}

function statusFault({ status }: ExistingClusterFacts): readonly Fault[] {
  if (["ACTIVE", "UPDATING"].includes(status)) return [];
  return [
    {
      path: ["cluster", "name"],
      problem: "not ready",
      got: `status ${status}`,
      expected: "ACTIVE",
      fix: "wait until it is",
    },
  ];
}

/**
 * A stack that made its cluster and later says `existing` would delete that cluster and its network, because the
 * program no longer declares them. A cluster of another stack has a Karpenter already.
 */
function ownClusterFault({ tags }: ExistingClusterFacts): readonly Fault[] {
  if (tags["managed-by"] !== "accelerator-platform") return [];
  return [
    {
      path: ["cluster", "existing"],
      problem: "made by a stack of this program",
      got: "the tag managed-by: accelerator-platform",
      expected: "a cluster that no stack of this program made",
      fix: "remove cluster.existing, or remove the tag when no stack has the cluster in its state",
    },
  ];
}

/**
 * Charts, AMI alias and kubelets are chosen for one minor version. A node that is newer than its control plane cannot
 * join the cluster.
 */
function versionFault(
  { kubernetesVersion }: AdoptionRequest,
  facts: ExistingClusterFacts,
): readonly Fault[] {
  if (facts.kubernetesVersion === kubernetesVersion) return [];
  return [
    {
      path: ["versions", "kubernetes"],
      problem: "not what the cluster runs",
      got: rendered(kubernetesVersion),
      expected: rendered(facts.kubernetesVersion),
      fix: "correct it, or upgrade the cluster first",
    },
  ];
}

/**
 * Auto Mode owns the CRDs of `karpenter.sh`. Helm either refuses to take them over, or takes them away from EKS. With
 * IPv6 the VPC CNI needs more permissions than the role of the nodes has. Such nodes never become Ready. Karpenter
 * never initialises or removes them, and they are paid for.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 */
function kindFaults({ autoMode, ipFamily }: ExistingClusterFacts): readonly Fault[] {
  return [
    ...(autoMode
      ? [
          {
            path: ["cluster", "existing"],
            problem: "EKS Auto Mode runs its own Karpenter",
            got: "compute config enabled",
            expected: "a cluster without Auto Mode",
            fix: "turn it off there, or take another cluster",
          },
        ]
      : []),
    ...(ipFamily === "ipv4"
      ? []
      : [
          {
            path: ["cluster", "existing"],
            problem: "pods have no IPv4 address",
            got: `IP family ${ipFamily}`,
            expected: "ipv4, because the role of Karpenter's nodes cannot assign other addresses",
            fix: "take another cluster",
          },
        ]),
  ];
}

/** Karpenter's nodes join by an access entry. A cluster that uses only the ConfigMap has no access entries. */
function accessFault(
  { clusterName }: AdoptionRequest,
  { authenticationMode }: ExistingClusterFacts,
): readonly Fault[] {
  if (["API", "API_AND_CONFIG_MAP"].includes(authenticationMode)) return [];
  return [
    {
      path: ["cluster", "existing"],
      problem: "no access entries",
      got: `authentication mode ${authenticationMode}`,
      expected: "API or API_AND_CONFIG_MAP",
      fix:
        `run \`aws eks update-cluster-config --name ${clusterName} ` +
        "--access-config authenticationMode=API_AND_CONFIG_MAP`",
    },
  ];
}

function identityFault(
  { identity, clusterName }: AdoptionRequest,
  { oidcUrl, oidcProvider, podIdentityAgent }: ExistingClusterFacts,
): readonly Fault[] {
  if (identity === "pod-identity") {
    if (podIdentityAgent.problem === undefined) return [];
    return [
      {
        path: ["karpenter", "identity"],
        problem: `no Pod Identity Agent (${podIdentityAgent.problem})`,
        got: rendered(identity),
        expected: "the add-on eks-pod-identity-agent",
        fix:
          `run \`aws eks create-addon --cluster-name ${clusterName} ` +
          "--addon-name eks-pod-identity-agent`, or choose irsa",
      },
    ];
  }
  if (oidcProvider.clientIds?.includes(tokenAudience) === true) return [];
  const problem =
    oidcProvider.problem ?? `${oidcUrl} is for ${oidcProvider.clientIds?.join(", ") ?? "nobody"}`;
  return [
    {
      path: ["karpenter", "identity"],
      problem: `no IAM OIDC provider of the cluster (${problem})`,
      got: rendered(identity),
      expected: `one for ${oidcUrl} with the client id ${tokenAudience}`,
      fix:
        `run \`eksctl utils associate-iam-oidc-provider --cluster ${clusterName} --approve\`, ` +
        "or choose pod-identity",
    },
  ];
}

/** Audience of the tokens that EKS gives to service accounts. */
const tokenAudience = "sts.amazonaws.com";

/** Karpenter reports no error for a zone without a subnet. It never launches a node there. */
function subnetFault(
  { zones, discovery }: AdoptionRequest,
  { zonesWithSubnet }: ExistingClusterFacts,
): readonly Fault[] {
  const zonesWithout = zones.filter((zone) => !zonesWithSubnet.includes(zone));
  if (zonesWithout.length === 0) return [];
  return [
    {
      path: ["cluster", "existing", "subnets"],
      problem: "none in a zone of the stack",
      got: `nothing in ${zonesWithout.join(", ")} for ${describe(discovery.subnetSelectorTerms)}`,
      expected: "a subnet of the cluster's VPC in each zone",
      fix: "tag them, name them in cluster.existing.subnets, or take the zone out of network.zones",
    },
  ];
}

function securityGroupFault(
  { discovery }: AdoptionRequest,
  { securityGroupIds }: ExistingClusterFacts,
): readonly Fault[] {
  if (securityGroupIds.length > 0) return [];
  return [
    {
      path: ["cluster", "existing", "securityGroups"],
      problem: "none found",
      got: `nothing for ${describe(discovery.securityGroupSelectorTerms)}`,
      expected: "the group of the cluster's nodes",
      fix: "tag it, or name it in cluster.existing.securityGroups",
    },
  ];
}

function describe(terms: readonly SelectorTerm[]): string {
  return terms.map(({ id, tags = {} }) => id ?? describeTags(tags)).join(" or ");
}

function describeTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(" and ");
}
