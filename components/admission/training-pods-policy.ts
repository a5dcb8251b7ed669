import { ValidatingAdmissionPolicy } from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicy";
import { ValidatingAdmissionPolicyBinding } from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicyBinding";
import * as pulumi from "@pulumi/pulumi";

import {
  trainingPodsBinding,
  trainingPodsPolicy,
  type AdmissionAction,
} from "./training-pods-policy.builder";

export interface TrainingPodsPolicyArgs {
  /** What happens to a training pod without the annotation. */
  readonly action: AdmissionAction;
}

/**
 * A ValidatingAdmissionPolicy for pods that may land on training tiers: they have to ask Karpenter not to disrupt them.
 *
 * ### Cost
 * None: the API server evaluates the policy itself.
 */
export class TrainingPodsPolicy extends pulumi.ComponentResource {
  /** Name of the policy in the cluster. */
  readonly policyName: pulumi.Output<string>;

  constructor(name: string, args: TrainingPodsPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:admission:TrainingPodsPolicy", name, {}, opts);

    const policy = new ValidatingAdmissionPolicy(`${name}-policy`, trainingPodsPolicy(), {
      parent: this,
    });
    new ValidatingAdmissionPolicyBinding(`${name}-binding`, trainingPodsBinding(args.action), {
      parent: this,
      // The binding names the policy only as text, so the order has to be declared.
      dependsOn: policy,
    });

    this.policyName = policy.metadata.name;
    this.registerOutputs({ policyName: this.policyName });
  }
}
