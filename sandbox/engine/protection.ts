import type { Stack } from "@pulumi/pulumi/automation";
import { isMadeOutsideEngine, loadCloudState, saveCloudState } from "../providers/cloud-state";
import type { StateResource } from "./checkpoint";
import type { SandboxFolder } from "./sandbox-folder";

const clusterType = "aws:eks/cluster:Cluster";

/** Whether Pulumi or EKS would refuse to delete the resource. */
export function isProtected({ type, protect, outputs }: StateResource): boolean {
  return protect === true || (type === clusterType && outputs?.["deletionProtection"] === true);
}

/** Does the same as `pulumi state unprotect --all`. */
export async function unprotectInState(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const deployment = exported.deployment as { readonly resources?: readonly StateResource[] };
  const resources = (deployment.resources ?? []).map((one) =>
    one.protect === true ? { ...one, protect: false } : one,
  );
  await stack.importStack({ ...exported, deployment: { ...deployment, resources } });
}

/**
 * Does the same as `aws eks update-cluster-config --no-deletion-protection`, in the state of the stand-ins, which must
 * not run. A cluster that the stack has adopted is not changed.
 */
export function switchOffDeletionProtection(folder: SandboxFolder): void {
  const loaded = loadCloudState(folder.cloud);
  if ("fault" in loaded) throw new Error(loaded.fault);
  const { objects } = loaded.state;
  const off = { deletionProtection: false };
  for (const [key, object] of Object.entries(objects)) {
    if (object.type !== clusterType || isMadeOutsideEngine(object)) continue;
    const [inputs, outputs] = [
      { ...object.inputs, ...off },
      { ...object.outputs, ...off },
    ];
    objects[key] = { ...object, inputs, outputs };
  }
  saveCloudState(folder.cloud, loaded.state);
}
