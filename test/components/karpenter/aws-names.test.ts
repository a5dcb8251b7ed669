import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import { interruptionEventNames } from "../../../components/karpenter/interruption-events.builder";
import {
  controllerPolicyNames,
  karpenterControllerPolicyName,
  karpenterControllerRoleName,
  karpenterEventRuleName,
  karpenterNodeRoleName,
  karpenterQueueName,
} from "../../../components/karpenter/aws-names";

const clusterNames = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/);

/** Every name, with the maximum length that AWS allows. */
const names: readonly (readonly [name: (cluster: string) => string, length: number])[] = [
  [karpenterNodeRoleName, 64],
  [karpenterControllerRoleName, 64],
  [karpenterQueueName, 80],
  ...controllerPolicyNames.map(
    (policy) => [(cluster: string) => karpenterControllerPolicyName(policy, cluster), 128] as const,
  ),
  ...interruptionEventNames.map(
    (event) => [(cluster: string) => karpenterEventRuleName(event, cluster), 64] as const,
  ),
];

describe("names of Karpenter's AWS resources", () => {
  it("are the names in Karpenter's documentation, if the name of the cluster is short enough", () => {
    const cluster = "production-us-east-1";
    assert.deepEqual(
      names.map(([name]) => name(cluster)),
      [
        "KarpenterNodeRole-production-us-east-1",
        "production-us-east-1-karpenter",
        "production-us-east-1",
        "KarpenterControllerNodeLifecyclePolicy-production-us-east-1",
        "KarpenterControllerIAMIntegrationPolicy-production-us-east-1",
        "KarpenterControllerEKSIntegrationPolicy-production-us-east-1",
        "KarpenterControllerInterruptionPolicy-production-us-east-1",
        "KarpenterControllerZonalShiftPolicy-production-us-east-1",
        "KarpenterControllerResourceDiscoveryPolicy-production-us-east-1",
        "KarpenterScheduledChange-production-us-east-1",
        "KarpenterSpotInterruption-production-us-east-1",
        "KarpenterRebalance-production-us-east-1",
        "KarpenterInstanceStateChange-production-us-east-1",
        "KarpenterCapacityReservationInterruption-production-us-east-1",
      ],
    );
  });

  it("stay unchanged at the maximum length, and are shortened if they are one character longer", () => {
    assert.equal(karpenterNodeRoleName("c".repeat(46)), `KarpenterNodeRole-${"c".repeat(46)}`);
    assert.equal(
      karpenterNodeRoleName("c".repeat(47)),
      // The first eight digits of the SHA-256 of a text with 47 times "c".
      `KarpenterNodeRole-${"c".repeat(37)}-579afbdc`,
    );
  });

  it("are never longer than AWS allows, and contain no character that AWS refuses", () => {
    fc.assert(
      fc.property(clusterNames, (cluster) => {
        for (const [name, length] of names) {
          assert.match(name(cluster), /^[0-9A-Za-z_-]+$/);
          assert.ok(name(cluster).length <= length, name(cluster));
        }
      }),
    );
  });

  it("differ for clusters whose long names begin alike", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{90}$/),
        fc.stringMatching(/^[a-z]{1,10}$/),
        fc.stringMatching(/^[a-z]{1,10}$/),
        (common, one, other) => {
          fc.pre(one !== other);
          for (const [name] of names) assert.notEqual(name(common + one), name(common + other));
        },
      ),
    );
  });
});
