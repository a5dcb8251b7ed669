/** The access entries of eks:index:Cluster, and the policies associated with them. */
import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import type * as pulumi from "@pulumi/pulumi";
import type { AccessEntryInput } from "./cluster-inputs";

export function makeAccessEntries(
  name: string,
  cluster: Cluster,
  entries: Readonly<Record<string, AccessEntryInput>>,
  parent: pulumi.Resource,
): void {
  for (const [key, { accessPolicies, username, ...inputs }] of Object.entries(entries)) {
    const entry = new AccessEntry(
      `${name}-${key}`,
      { ...inputs, clusterName: cluster.name, userName: username },
      { parent, dependsOn: [cluster] },
    );
    for (const [policyKey, { accessScope, policyArn }] of Object.entries(accessPolicies ?? {})) {
      new AccessPolicyAssociation(
        `${name}-${key}-${policyKey}`,
        { accessScope, policyArn, principalArn: inputs.principalArn, clusterName: cluster.name },
        { parent: entry, dependsOn: [entry] },
      );
    }
  }
}
