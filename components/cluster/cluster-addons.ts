import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

import { addonSettings, type AddonName } from "./addon-settings.builder";

export interface PinnedAddon {
  readonly name: AddonName;
  /** E.g. `v1.22.4-eksbuild.3`. */
  readonly version: string;
}

export interface ClusterAddonsArgs {
  readonly clusterName: pulumi.Input<string>;
  /** Add-ons of this step, each with its pinned version. */
  readonly addons: readonly PinnedAddon[];
  /** Roles of the service accounts of add-ons that call AWS. */
  readonly roleArns?: Partial<Readonly<Record<AddonName, pulumi.Input<string>>>>;
}

/** The EKS add-ons of one step: those that are installed before the nodes, or those after them. */
export class ClusterAddons extends pulumi.ComponentResource {
  /** Names of the add-ons. */
  readonly addonNames: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:ClusterAddons", name, {}, opts);

    const addons = args.addons.map((addon) => createAddon(name, addon, args, { parent: this }));

    this.addonNames = pulumi.all(addons.map((addon) => addon.addonName));
    this.registerOutputs({ addonNames: this.addonNames });
  }
}

function createAddon(
  name: string,
  { name: addon, version }: PinnedAddon,
  args: ClusterAddonsArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const settings = addonSettings(addon);
  const roleArn = args.roleArns?.[addon];
  return new eks.Addon(
    `${name}-${addon}`,
    {
      clusterName: args.clusterName,
      addonName: addon,
      addonVersion: version,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(settings === undefined ? {} : { configurationValues: JSON.stringify(settings) }),
      ...(roleArn === undefined ? {} : { serviceAccountRoleArn: roleArn }),
    },
    opts,
  );
}
