import assert from "node:assert/strict";

import { after, before, describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { openEngine, type OpenEngine } from "../../support/open-engine";
import type { ProgramChange } from "../../support/planned-steps";

type Network = Pick<PlatformConfig["network"], "zones" | "controlPlaneZones">;

const withNetwork = (network: Network): ProgramChange => ({
  config: (config) => ({ ...config, network: { ...config.network, ...network } }),
});

/** What goes on in the cluster and its control plane. The rest of a plan is the network itself, and the zones of pools. */
const controlPlane = /eks\/cluster:Cluster|system-nodes|network-intra|-vpc$/;

// The file has the zones us-west-2a and us-west-2b, and no controlPlaneZones.
describe("the zones of a deployed cluster", function () {
  this.timeout(300_000);
  let engine: OpenEngine;
  before(async () => {
    engine = await openEngine("dev-us-west-2");
    await engine.deploy({});
  });
  after(() => engine.close());

  const [a, b, c] = ["us-west-2a", "us-west-2b", "us-west-2c"] as const;
  const forgotten = withNetwork({ zones: [a, b, c] });
  const added = withNetwork({ zones: [a, b, c], controlPlaneZones: [a, b] });
  const removed = withNetwork({ zones: [a, c], controlPlaneZones: [a, b] });

  it("are refused by EKS, not by the preview, when a zone is added and the control plane follows", async () => {
    const steps = await engine.plan(forgotten);
    assert.deepEqual(
      steps.filter((step) => step.includes("eks/cluster:Cluster")),
      ["update aws:eks/cluster:Cluster cluster-eksCluster"],
    );
    // The message as EKS sends it: https://github.com/aws/containers-roadmap/issues/2258
    await assert.rejects(
      engine.deploy(forgotten),
      /InvalidParameterException: Provided subnets belong to the AZs 'us-west-2a,us-west-2b,us-west-2c'\. But they should belong to the exact set of AZs 'us-west-2a,us-west-2b' in which subnets were provided during cluster creation/,
    );
    await engine.deploy({});
  });

  it("take one more zone, and cluster and system nodes stay as they are", async () => {
    const steps = await engine.plan(added);
    assert.deepEqual(
      steps.filter((step) => controlPlane.test(step)),
      [],
    );
    assert.deepEqual(
      steps.filter((step) => /^(delete|replace|create-replacement)/.test(step)),
      [],
    );
    assert.ok(steps.includes("create aws:ec2/subnet:Subnet network-private-us-west-2c"));
    await engine.deploy(added);
    assert.deepEqual(await engine.plan(added), []);
  });

  it("lose a zone of the control plane, whose own subnet stays", async () => {
    const steps = await engine.plan(removed);
    assert.deepEqual(
      steps.filter((step) => controlPlane.test(step)),
      // No zone of the control plane but one is left for the system nodes, so their group moves.
      [
        "create-replacement aws:eks/nodeGroup:NodeGroup system-nodes-group",
        "delete-replaced aws:eks/nodeGroup:NodeGroup system-nodes-group",
        "replace aws:eks/nodeGroup:NodeGroup system-nodes-group",
      ],
    );
    assert.deepEqual(
      steps.filter((step) => step.startsWith("delete ")),
      [
        "delete aws:ec2/route:Route network-private-us-west-2b-internet",
        "delete aws:ec2/routeTable:RouteTable network-private-us-west-2b",
        "delete aws:ec2/routeTableAssociation:RouteTableAssociation network-private-us-west-2b",
        "delete aws:ec2/routeTableAssociation:RouteTableAssociation network-public-us-west-2b",
        "delete aws:ec2/subnet:Subnet network-private-us-west-2b",
        "delete aws:ec2/subnet:Subnet network-public-us-west-2b",
      ],
    );
    await engine.deploy(removed);
    assert.deepEqual(await engine.plan(removed), []);
  });
});
