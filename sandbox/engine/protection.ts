import type { Stack } from "@pulumi/pulumi/automation";
import { isByOtherMeans, loadCloudState, saveCloudState } from "../providers/cloud-state";
import type { StateResource } from "./checkpoint";
import type { SandboxFolder } from "./sandbox-folder";

const clusterType = "aws:eks/cluster:Cluster";

/** Whether a destroy would be refused: by Pulumi, or by EKS itself. */
export function isProtected({ type, protect, outputs }: StateResource): boolean {
  return protect === true || (type === clusterType && outputs?.["deletionProtection"] === true);
}

/** What `pulumi state unprotect --all` does. */
export async function unprotectInState(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const deployment = exported.deployment as { readonly resources?: readonly StateResource[] };
  const resources = (deployment.resources ?? []).map((one) =>
    one.protect === true ? { ...one, protect: false } : one,
  );
  await stack.importStack({ ...exported, deployment: { ...deployment, resources } });
}

/**
 * What `aws eks update-cluster-config --no-deletion-protection` does, in the stand-ins' state. They
 * must not run. A cluster that the stack has adopted stays as it is.
 */
export function switchOffDeletionProtection(folder: SandboxFolder): void {
  const loaded = loadCloudState(folder.cloud);
  if ("fault" in loaded) throw new Error(loaded.fault);
  const { objects } = loaded.state;
  const off = { deletionProtection: false };
  for (const [key, object] of Object.entries(objects)) {
    if (object.type !== clusterType || isByOtherMeans(object)) continue;
    const [inputs, outputs] = [
      { ...object.inputs, ...off },
      { ...object.outputs, ...off },
    ];
    objects[key] = { ...object, inputs, outputs };
  }
  saveCloudState(folder.cloud, loaded.state);
}
