import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { toPolicies } from "../../../policies/support/adapter";
import { readField, textOf } from "../../../policies/support/reading";
import type { AnyRule, Finding, ResourceRule, StackRule } from "../../../policies/support/rule";
import { analyzerOf } from "../../../commands/check/analyzer";
import { noOptions } from "../../support/registration-options";
import { analyzeRequest, analyzeStackRequest } from "../../../commands/check/requests";
import type { FixtureResource } from "../../../dev/generate/policy-fixtures";
import {
  type CheckOptions,
  checkResource,
  checkBy,
  checkProgram,
  nodePoolToken,
  testDay,
} from "../check-program";

const otherToken = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

const finding: Finding = {
  path: ["spec", "color"],
  problem: "wrong colour",
  got: "red",
  expected: "blue",
  because: "Red pools are dearer.",
  fix: "write blue at spec.color",
};

const colourRule: ResourceRule<{ readonly allowed: string }> = {
  id: "acc-colour",
  title: "Pools are blue.",
  why: "Others are dearer.",
  severity: "low",
  level: "mandatory",
  types: [nodePoolToken],
  guardedPaths: [["spec", "color"]],
  config: { allowed: { default: "blue", description: "The colour.", schema: { type: "string" } } },
  relatedRules: [],
  onUnknown: "fail",
  scope: [],
  since: "0.1.0",
  check: ({ props }, { allowed }) => {
    const colour = textOf(readField(props, "spec", "color"));
    return colour.kind === "present" && colour.value === allowed ? [] : [finding];
  },
};

const crashingRule: AnyRule = {
  ...colourRule,
  id: "acc-crash",
  config: {},
  check: () => {
    throw new Error("cannot read the colour\n    at somewhere.ts:1");
  },
};

const unknown = { spec: { color: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } };

describe("toPolicies", () => {
  it("reports the whole text of a finding, without the policy's description", async () => {
    const { messages, verdicts } = await checkBy(colourRule, { spec: { color: "red" } });
    assert.deepEqual(messages, [
      [
        "Pools are blue.",
        "spec.color: wrong colour, got red; expected blue",
        "Red pools are dearer.",
        "Fix: write blue at spec.color.",
        "More: docs/policies/acc-colour.md",
      ].join("\n"),
    ]);
    assert.deepEqual(verdicts, [
      { rule: "acc-colour", resource: "pool", path: "spec.color", level: "mandatory" },
    ]);
  });

  it("links to the rule's page only where the repository is known, and else names the local page", async () => {
    const repository = "https://example.org/platform";
    const red = { spec: { color: "red" } };
    const lastLine = async (options: CheckOptions) =>
      (await checkResource(red, nodePoolToken, { rules: [colourRule], ...options })).messages[0]
        ?.split("\n")
        .at(-1);
    assert.equal(await lastLine({}), "More: docs/policies/acc-colour.md");
    assert.equal(
      await lastLine({ repository }),
      "More: https://example.org/platform/blob/HEAD/docs/policies/acc-colour.md",
    );
    const [local] = toPolicies([colourRule], { today: testDay });
    const [linked] = toPolicies([colourRule], { today: testDay, repository });
    assert.equal(local?.url, undefined);
    assert.equal(linked?.url, "https://example.org/platform/blob/HEAD/docs/policies/acc-colour.md");
  });

  it("reads nothing of a type that the rule does not check", async () => {
    const { messages, crashes } = await checkBy(crashingRule, unknown, "kubernetes:core/v1:Pod");
    assert.deepEqual({ messages, crashes }, { messages: [], crashes: [] });
  });

  it("reports a value that is unknown at preview at the rule's level", async () => {
    const { messages, verdicts } = await checkBy(colourRule, unknown);
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.color: not known at preview, got a value that exists only after another resource was created; expected a plain value",
      "A rule that cannot read a value before the deployment cannot prevent anything.",
      "Fix: make spec.color a plain value of the program or of its configuration.",
    ]);
    assert.deepEqual(verdicts, [
      { rule: "acc-colour", resource: "pool", path: "spec.color", level: "mandatory" },
    ]);
  });

  it("leaves an unknown value to the engine's advisory note where the rule says so", async () => {
    const lenient: AnyRule = { ...colourRule, onUnknown: "advisory" };
    const { messages, verdicts } = await checkBy(lenient, unknown);
    assert.deepEqual(messages, [
      "can't run policy 'acc-colour' from policy pack 'accelerator-platform@v0.0.0' during preview: string value at .spec.color can't be known during preview",
    ]);
    assert.deepEqual(
      verdicts.map(({ level }) => level),
      ["advisory"],
    );
  });

  it("reports a marker inside a longer text, which the SDK takes for known", async () => {
    const { verdicts } = await checkBy(colourRule, {
      spec: { color: "dark-04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    });
    assert.deepEqual(verdicts, [
      { rule: "acc-colour", resource: "pool", path: "spec.color", level: "mandatory" },
    ]);
  });

  it("turns a crash into a mandatory finding with the first line of the error, and counts it", async () => {
    const { messages, verdicts, crashes } = await checkResource({ spec: {} }, nodePoolToken, {
      rules: [crashingRule],
      configuration: { "acc-crash": "advisory" },
    });
    assert.equal(
      messages[0]?.split("\n")[1],
      "resource: rule acc-crash could not check this resource, got cannot read the colour; expected a resource that the rule can read",
    );
    assert.deepEqual(verdicts, [
      { rule: "acc-crash", resource: "pool", path: "resource", level: "mandatory" },
    ]);
    assert.deepEqual(crashes, ["acc-crash"]);
  });

  const ignoring = async (rule: AnyRule, ...ignoreChanges: string[]) => {
    const blue = { ...resource(nodePoolToken, "pool", { spec: { color: "blue" } }), ignoreChanges };
    return (await checkProgram([blue], { rules: [rule] })).messages;
  };

  it("finds ignored changes of a guarded path, of the object above it and of a part of it", async () => {
    for (const ignored of ["spec.color", 'spec["color"]', "spec", "*", "spec.color[0].name"]) {
      assert.deepEqual(
        (await ignoring(colourRule, ignored)).map((message) => message.split("\n").slice(1, 4)),
        [
          [
            `spec.color: changes to a value that this rule checks are ignored, got ignoreChanges: ${ignored}; expected no ignoreChanges on spec.color`,
            "The engine keeps showing the value of the first deployment, while the cluster may have another value now.",
            `Fix: remove ${ignored} from the resource's ignoreChanges.`,
          ],
        ],
      );
    }
  });

  it("lets other changes be ignored, and the replicas of a static pool, which are scaled", async () => {
    assert.deepEqual(await ignoring(colourRule, "spec.colorful", "metadata.labels", "status"), []);
    const replicas: AnyRule = {
      ...colourRule,
      guardedPaths: [
        ["spec", "color"],
        ["spec", "replicas"],
      ],
    };
    assert.deepEqual(await ignoring(replicas, "spec.replicas"), []);
    assert.equal((await ignoring(replicas, "spec.color")).length, 1);
  });

  it("distinguishes a guarded annotation from its neighbours", async () => {
    const one: AnyRule = {
      ...colourRule,
      guardedPaths: [["metadata", "annotations", "example.org/window"]],
    };
    assert.deepEqual(await ignoring(one, 'metadata.annotations["example.org/hash"]'), []);
    assert.equal((await ignoring(one, 'metadata.annotations["example.org/window"]')).length, 1);
    assert.equal((await ignoring(one, "metadata.annotations")).length, 1);
  });

  it("leaves ignored changes alone where a rule only advises on what it cannot see", async () => {
    assert.deepEqual(await ignoring({ ...colourRule, onUnknown: "advisory" }, "spec"), []);
  });

  for (const type of [
    "kubernetes:example.org/v1:NodePool",
    "kubernetes:karpenter.sh/v1:NodeClaim",
  ]) {
    it(`leaves ${type} alone`, async () => {
      assert.deepEqual((await checkBy(colourRule, {}, type)).verdicts, []);
    });
  }

  it("takes the level from the configuration, else from all, else from the rule", async () => {
    const levelWith = async (configuration: object) =>
      (
        await checkResource({ spec: {} }, nodePoolToken, {
          rules: [colourRule],
          configuration: { ...configuration },
        })
      ).verdicts.map(({ level }) => level);
    assert.deepEqual(await levelWith({}), ["mandatory"]);
    assert.deepEqual(await levelWith({ all: "advisory" }), ["advisory"]);
    assert.deepEqual(await levelWith({ all: "advisory", "acc-colour": "mandatory" }), [
      "mandatory",
    ]);
    assert.deepEqual(await levelWith({ "acc-colour": { enforcementLevel: "advisory" } }), [
      "advisory",
    ]);
    assert.deepEqual(await levelWith({ "acc-colour": "disabled" }), []);
  });

  it("merges the configuration over the rule's defaults", async () => {
    const red = { spec: { color: "red" } };
    assert.equal((await checkBy(colourRule, red)).verdicts.length, 1);
    assert.equal(
      (await checkBy(colourRule, red, nodePoolToken, { allowed: "red" })).verdicts.length,
      0,
    );
  });
});

const pairRule: StackRule<{ readonly allowed: string }> = {
  ...colourRule,
  id: "acc-pair",
  types: [nodePoolToken, otherToken],
  subjects: [nodePoolToken],
  checkAmong: ({ props }, program, { allowed }) => {
    const colour = textOf(readField(props, "spec", "color"));
    const partners = program.filter(({ type }) => type === otherToken).map(({ name }) => name);
    return colour.kind === "present" && colour.value === allowed
      ? []
      : [{ ...finding, got: partners.join(" and ") }];
  },
};

describe("toPolicies with a rule that sees the whole program", () => {
  const red = resource(nodePoolToken, "red", { spec: { color: "red" } });
  const other = resource(otherToken, "other", { spec: {} });

  it("checks its subjects by the inputs of the first phase, with all resources of its types at hand", async () => {
    const { verdicts, messages } = await checkProgram(
      [red, resource(nodePoolToken, "blue", { spec: { color: "blue" } }), other],
      { rules: [pairRule] },
    );
    assert.deepEqual(verdicts, [
      { rule: "acc-pair", resource: "red", path: "spec.color", level: "mandatory" },
    ]);
    assert.equal(messages[0]?.split("\n")[1], "spec.color: wrong colour, got other; expected blue");
  });

  it("takes level and properties from the configuration", async () => {
    const { verdicts } = await checkProgram([red, other], {
      rules: [pairRule],
      configuration: { "acc-pair": { enforcementLevel: "advisory", allowed: "green" } },
    });
    assert.deepEqual(
      verdicts.map(({ level }) => level),
      ["advisory"],
    );
    const allowed = await checkProgram([red, other], {
      rules: [pairRule],
      configuration: { "acc-pair": { allowed: "red" } },
    });
    assert.deepEqual(allowed.verdicts, []);
  });

  it("reports an unknown value on the resource that has it, and checks the others", async () => {
    const { verdicts, crashes } = await checkProgram(
      [resource(nodePoolToken, "unknown", unknown), red],
      { rules: [pairRule] },
    );
    assert.deepEqual(verdicts, [
      { rule: "acc-pair", resource: "unknown", path: "spec.color", level: "mandatory" },
      { rule: "acc-pair", resource: "red", path: "spec.color", level: "mandatory" },
    ]);
    assert.deepEqual(crashes, []);
  });

  it("turns a crash into a finding on the resource, and checks the others", async () => {
    const crashing: StackRule<object> = {
      ...pairRule,
      config: {},
      checkAmong: ({ name }) => {
        if (name === "red") throw new Error("cannot read the colour");
        return [finding];
      },
    };
    const { verdicts, crashes } = await checkProgram(
      [red, resource(nodePoolToken, "blue", { spec: { color: "blue" } })],
      { rules: [crashing] },
    );
    assert.deepEqual(
      verdicts.map(({ resource: name, path }) => [name, path]),
      [
        ["red", "resource"],
        ["blue", "spec.color"],
      ],
    );
    assert.deepEqual(crashes, ["acc-pair"]);
  });

  it("reports a resource that neither phase has data about", async () => {
    const { messages } = await checkProgram([resource(nodePoolToken, "empty", {})], {
      rules: [pairRule],
    });
    assert.deepEqual(messages[0]?.split("\n").slice(1, 2), [
      "resource: could not be evaluated, got a resource without inputs and without outputs; expected a resource that the program registers in this run",
    ]);
  });

  it("checks by outputs if the resource phase did not show the resource, such as with --target", async () => {
    const analyzer = analyzerOf(
      "pack",
      toPolicies([pairRule], { today: testDay, configuration: {} }),
    );
    const request = analyzeStackRequest([
      { ...red, urn: "urn:red", options: noOptions, provider: "" },
    ]);
    const found = async () => (await analyzer.stack(request)).map(({ message }) => message);
    assert.match((await found())[0] ?? "", /could not be evaluated/);
    request
      .getResourcesList()[0]
      ?.setProperties(Struct.fromJavaScript({ spec: { color: "blue" } }));
    assert.deepEqual(await found(), []);
  });

  it("forgets a program once it is checked", async () => {
    const analyzer = analyzerOf(
      "pack",
      toPolicies([pairRule], { today: testDay, configuration: {} }),
    );
    const registration = { ...red, urn: "urn:red", options: noOptions, provider: "" };
    await analyzer.resource(analyzeRequest(registration));
    const first = await analyzer.stack(analyzeStackRequest([registration]));
    assert.match(first[0]?.message ?? "", /wrong colour/);
    const second = await analyzer.stack(analyzeStackRequest([registration]));
    assert.match(second[0]?.message ?? "", /could not be evaluated/);
  });
});

function resource(type: string, name: string, properties: object): FixtureResource {
  return { type, name, properties: { ...properties } };
}
