import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  defaultFeatureGates,
  karpenterControllerValues,
  karpenterCrdValues,
} from "../../../components/karpenter/helm-values.builder";
import { testedReleases } from "../../../components/karpenter/releases";
import { defaultSettingsOf115 } from "../../../components/karpenter/settings-of-1-15";
import { unknownChartKeys } from "../../support/chart-keys";

const settings = {
  clusterName: "prod",
  region: "us-east-1",
  queueName: "prod-queue",
  serviceAccount: "karpenter",
  featureGates: defaultFeatureGates,
};

describe("karpenterControllerValues", () => {
  it("names cluster and queue, and runs two replicas of QoS class Guaranteed on the system nodes", () => {
    assert.deepEqual(karpenterControllerValues(settings), {
      serviceAccount: { create: true, name: "karpenter", annotations: {} },
      replicas: 2,
      nodeSelector: { "kubernetes.io/os": "linux", "node-group": "system" },
      controller: {
        env: [{ name: "AWS_REGION", value: "us-east-1" }],
        resources: {
          requests: { cpu: "1", memory: "1Gi" },
          limits: { cpu: "1", memory: "1Gi" },
        },
      },
      settings: {
        clusterName: "prod",
        interruptionQueue: "prod-queue",
        featureGates: {
          reservedCapacity: true,
          spotToSpotConsolidation: false,
          nodeRepair: false,
          nodeOverlay: false,
          staticCapacity: false,
          capacityBuffer: false,
        },
      },
    });
  });

  it("annotates the service account with its role for IRSA, and changes no other value", () => {
    const roleArn = "arn:aws:iam::123456789012:role/prod-karpenter";
    assert.deepEqual(karpenterControllerValues({ ...settings, serviceAccountRoleArn: roleArn }), {
      ...karpenterControllerValues(settings),
      serviceAccount: {
        create: true,
        name: "karpenter",
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/prod-karpenter",
        },
      },
    });
  });

  it("passes every feature gate to the chart", () => {
    const featureGates = {
      reservedCapacity: false,
      spotToSpotConsolidation: true,
      nodeRepair: true,
      nodeOverlay: true,
      staticCapacity: true,
      capacityBuffer: true,
    };
    assert.deepEqual(
      karpenterControllerValues({ ...settings, featureGates }).settings.featureGates,
      featureGates,
    );
  });

  it("sets only keys that the chart knows, at every release that is tested", () => {
    for (const [minor, version] of Object.entries(testedReleases)) {
      const settingsOf115 = minor === "1.14" ? undefined : defaultSettingsOf115;
      const values = karpenterControllerValues({
        ...settings,
        serviceAccountRoleArn: "arn",
        settingsOf115,
      });
      assert.deepEqual(unknownChartKeys(`karpenter-${version}`, values), [], version);
    }
  });

  it("would set keys unknown to an older chart with the settings since 1.15", () => {
    const values = karpenterControllerValues({ ...settings, settingsOf115: defaultSettingsOf115 });
    assert.deepEqual(unknownChartKeys("karpenter-1.14.1", values), [
      "settings.featureGates.terminateFirstDrift",
      "settings.featureGates.terminateFirstRepair",
      "settings.featureGates.podDeletionCostManagement",
      "settings.awsFeatureGates",
      "settings.awsFeatureGates.nodeClassCEL",
      "settings.awsFeatureGates.rebootForRepair",
      "settings.awsFeatureGates.draNVIDIAGPU",
      "settings.awsFeatureGates.draEFA",
      "settings.enableDRA",
      "settings.legacyNodeRepair",
    ]);
  });

  it("leaves the two DRA gates out beside enableDRA, with which the chart refuses them", () => {
    const { settings: passed } = karpenterControllerValues({
      ...settings,
      settingsOf115: { ...defaultSettingsOf115, enableDRA: true },
    });
    assert.deepEqual(passed, {
      ...passed,
      enableDRA: true,
      awsFeatureGates: { nodeClassCEL: false, rebootForRepair: false },
    });
  });
});

describe("karpenterCrdValues", () => {
  it("keeps the CRDs, and so every NodePool, when the release is uninstalled", () => {
    assert.deepEqual(karpenterCrdValues(), {
      additionalAnnotations: { "helm.sh/resource-policy": "keep" },
    });
  });

  it("sets only keys that the chart knows", () => {
    for (const version of Object.values(testedReleases)) {
      assert.deepEqual(unknownChartKeys(`karpenter-crd-${version}`, karpenterCrdValues()), []);
    }
  });
});
