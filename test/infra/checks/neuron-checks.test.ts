import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackConfig } from "../../support/stack-values";
import { stackFaults, type StackSections } from "../../support/stack-faults";

const faults = (change: (sections: StackSections) => void) =>
  stackFaults("production-us-east-1", change);
const { kubernetes } = stackConfig("production-us-east-1").versions;
const minor = kubernetes.replace("1.", "");
const tag = `v${kubernetes}.2-eks-1-${minor}-7`;

describe("the Neuron scheduler extension of a stack", () => {
  const withTag = (kubeSchedulerImageTag: string) =>
    faults((sections) => {
      sections["neuron"] = { schedulerExtension: { kubeSchedulerImageTag } };
    });

  it("has the minor version of the cluster, because it is a kube-scheduler", () => {
    assert.deepEqual(withTag(tag), []);
    assert.deepEqual(withTag("v1.31.12-eks-1-31-30"), [
      `neuron.schedulerExtension.kubeSchedulerImageTag: a kube-scheduler of another minor version than Kubernetes ${kubernetes}, got "v1.31.12-eks-1-31-30"; expected a tag that begins with v${kubernetes}.; change the tag together with versions.kubernetes`,
    ]);
    assert.match(withTag("latest").join(), /expected a tag of EKS Distro's kube-scheduler/);
  });

  it("has a name that is not the one of the default scheduler", () => {
    const named = (schedulerName: string) =>
      faults((sections) => {
        sections["neuron"] = {
          schedulerExtension: { kubeSchedulerImageTag: tag, schedulerName },
        };
      });
    assert.deepEqual(named("my-scheduler"), []);
    assert.match(named("default-scheduler").join(), /another name than default-scheduler/);
  });

  it("is refused in a stack without Neuron devices, where no chart would run it", () => {
    assert.deepEqual(
      faults((sections) => {
        sections["neuron"] = { schedulerExtension: { kubeSchedulerImageTag: tag } };
        sections["tiers"] = { "multi-arch": {} };
      }),
      [
        'neuron.schedulerExtension: has no effect, because the stack has no tier with Neuron devices, got ["kubeSchedulerImageTag","schedulerName"]; expected nothing; remove it, or add a tier such as inferentia',
      ],
    );
  });
});
