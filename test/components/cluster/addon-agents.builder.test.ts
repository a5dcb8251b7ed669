import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { addonAgents } from "../../../components/cluster/addon-agents.builder";
import {
  addonsAfterNodes,
  addonsBeforeNodes,
} from "../../../components/cluster/addon-settings.builder";

describe("addonAgents", () => {
  it("gives each add-on with a DaemonSet one agent, in the order of the add-ons", () => {
    const names = (nodeMonitoring: boolean) =>
      addonAgents([...addonsBeforeNodes, ...addonsAfterNodes(nodeMonitoring)]).map(
        ({ name }) => name,
      );
    const always = ["aws-node", "kube-proxy", "eks-pod-identity-agent", "ebs-csi-node"];
    assert.deepEqual(names(false), always);
    assert.deepEqual(names(true), [...always, "eks-node-monitoring-agent"]);
  });

  it("gives an add-on without a DaemonSet no agent", () => {
    assert.deepEqual(addonAgents(["coredns", "metrics-server"]), []);
  });

  it("takes the placement of the node monitoring agent from the add-on's settings", () => {
    const [agent] = addonAgents(["eks-node-monitoring-agent"]);
    const training = { key: "workload", operator: "NotIn", values: ["training"] };
    assert.deepEqual(agent?.affinityTerms[0]?.at(-1), training);
  });
});
