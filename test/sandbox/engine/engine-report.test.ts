import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, it } from "mocha";
import { formatReport, reportOf } from "../../../sandbox/engine/engine-report";

let sequence = 0;
const event = (fields: object): EngineEvent => ({ sequence: sequence++, timestamp: 0, ...fields });
const urn = (type: string, name: string): string =>
  `urn:pulumi:dev::accelerator-platform::${type}::${name}`;
const pool = urn(
  "accelerator-platform:node-pools:NodePoolTier$kubernetes:karpenter.sh/v1:NodePool",
  "gpu::odd",
);
const stack = urn("pulumi:pulumi:Stack", "accelerator-platform-dev");
const diagnostic = (fields: object): EngineEvent =>
  event({ diagnosticEvent: { color: "never", ...fields } });
const completed = (op: string, name: string): EngineEvent =>
  event({ resOutputsEvent: { metadata: { op, urn: urn("aws:ec2/vpc:Vpc", name) } } });

describe("the report of the engine's events", () => {
  it("has one error once, no matter how many promises it rejected", () => {
    const refused = diagnostic({ severity: "error", urn: stack, message: "cluster.name: odd" });
    const other = diagnostic({ severity: "warning", urn: stack, message: "cluster.name: odd" });
    assert.deepEqual(
      reportOf([refused, other, refused]).diagnostics.map(({ severity }) => severity),
      ["error", "warning"],
    );
  });

  it("names the stack file's keys for a protected pool in place of the engine's own advice", () => {
    const message = (name: string, about: string): string =>
      `resource "${name}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${about}'\``;
    const training = urn("kubernetes:karpenter.sh/v1:NodePool", "gpu-training-node-pool");
    const vpc = urn("aws:ec2/vpc:Vpc", "network-vpc");
    const [ofPool, ofVpc] = reportOf([
      diagnostic({ severity: "error", urn: training, message: message("pool", training) }),
      diagnostic({ severity: "error", urn: vpc, message: message("vpc", vpc) }),
    ]).diagnostics;
    assert.equal(
      ofPool?.message,
      'resource "pool" cannot be deleted\nbecause it is protected. Set tiers.gpu-training.protect: false or accelerator-platform:protect: false, deploy, and try again; if the tier has been removed from the stack file, put it back first.',
    );
    assert.equal(
      ofVpc?.message,
      'resource "vpc" cannot be deleted\nbecause it is protected. Set accelerator-platform:protect: false, deploy, and try again.',
    );
  });

  it("has the policy pack's own messages in full", () => {
    const report = reportOf([
      event({
        policyEvent: {
          resourceUrn: pool,
          message: "A GPU pool has its taint.\nspec.template.spec.taints: missing\n\nfix: add it\n",
          policyName: "acc-gpu-taint",
          policyPackName: "accelerator-platform",
          enforcementLevel: "mandatory",
        },
      }),
    ]);
    assert.deepEqual(report.findings, [
      {
        policy: "acc-gpu-taint",
        isMandatory: true,
        resource: "kubernetes:karpenter.sh/v1:NodePool gpu::odd",
        lines: [
          "A GPU pool has its taint.",
          "spec.template.spec.taints: missing",
          "",
          "fix: add it",
        ],
      },
    ]);
    assert.equal(
      formatReport(report),
      `[mandatory] acc-gpu-taint  kubernetes:karpenter.sh/v1:NodePool gpu::odd
  A GPU pool has its taint.
  spec.template.spec.taints: missing

  fix: add it`,
    );
  });

  it("has errors and warnings without colours, and without messages that only repeat them", () => {
    const report = reportOf([
      diagnostic({ severity: "debug", urn: pool, message: "RegisterResource RPC" }),
      diagnostic({ severity: "info", urn: pool, message: "hello" }),
      diagnostic({
        severity: "error",
        urn: pool,
        message: "<{%reset%}>\u001b[31mno such thing\u001b[0m<{%reset%}>\nsecond line\n",
      }),
      diagnostic({ severity: "warning", urn: stack, message: "careful" }),
      diagnostic({ severity: "error", urn: stack, message: "update failed" }),
      diagnostic({ severity: "error", urn: stack, message: "preview failed\n" }),
      diagnostic({ severity: "error", message: "" }),
    ]);
    assert.deepEqual(report.diagnostics, [
      {
        severity: "error",
        resource: "kubernetes:karpenter.sh/v1:NodePool gpu::odd",
        message: "no such thing\nsecond line",
      },
      { severity: "warning", resource: undefined, message: "careful" },
    ]);
    assert.equal(
      formatReport(report),
      `error: kubernetes:karpenter.sh/v1:NodePool gpu::odd: no such thing
  second line
warning: careful`,
    );
  });

  it("leaves out that the program was cut off, unless there is no other message", () => {
    const error = (message: string): EngineEvent =>
      diagnostic({ severity: "error", urn: stack, message });
    const cutOff = error("Unhandled exception: Error: 2 UNKNOWN: resource monitor shut down");
    const messages = (...events: EngineEvent[]): readonly string[] =>
      reportOf(events).diagnostics.map(({ message }) => message);
    assert.deepEqual(messages(cutOff, error("no such type"), cutOff), ["no such type"]);
    assert.deepEqual(messages(cutOff), [
      "Unhandled exception: Error: 2 UNKNOWN: resource monitor shut down",
    ]);
  });

  it("has each completed change once, in order, and no unchanged resource", () => {
    const { changes } = reportOf([
      completed("create", "a"),
      completed("same", "b"),
      completed("create", "a"),
      completed("delete", "c"),
      completed("read", "d"),
    ]);
    assert.deepEqual(changes, [
      { operation: "create", urn: urn("aws:ec2/vpc:Vpc", "a") },
      { operation: "delete", urn: urn("aws:ec2/vpc:Vpc", "c") },
    ]);
  });
});
