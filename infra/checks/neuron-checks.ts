import { neuronResource } from "../../scheduling/catalogue/resource-names";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/** The chart that has the extension is installed only for tiers with Neuron devices. */
export const schedulerExtensionHasDevices = defineCheck(
  ["neuron", "tiers"],
  ({ neuron, tiers }) => {
    if (neuron.schedulerExtension === undefined) return [];
    if (configuredTiers(tiers).some(({ profile }) => profile.accelerator === neuronResource)) {
      return [];
    }
    return [
      {
        path: ["neuron", "schedulerExtension"],
        problem: "has no effect, because the stack has no tier with Neuron devices",
        got: rendered(Object.keys(neuron.schedulerExtension)),
        expected: "nothing",
        fix: "remove it, or add a tier such as inferentia",
      },
    ];
  },
);

/**
 * The extension is a second kube-scheduler. Kubernetes supports one of the minor of the API server, or of one minor before.
 * The same minor is required here, so that an upgrade of the cluster does not forget it.
 * https://kubernetes.io/releases/version-skew-policy/#kube-controller-manager-kube-scheduler-and-cloud-controller-manager
 */
export const schedulerExtensionFitsKubernetes = defineCheck(
  ["neuron", "versions"],
  ({ neuron, versions }) => {
    const tag = neuron.schedulerExtension?.kubeSchedulerImageTag;
    if (tag === undefined || tag.startsWith(`v${versions.kubernetes}.`)) return [];
    return [
      {
        path: ["neuron", "schedulerExtension", "kubeSchedulerImageTag"],
        problem: `a kube-scheduler of another minor version than Kubernetes ${versions.kubernetes}`,
        got: rendered(tag),
        expected: `a tag that begins with v${versions.kubernetes}.`,
        fix: "change the tag together with versions.kubernetes",
      },
    ];
  },
);
