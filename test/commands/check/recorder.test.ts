import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";

import { recordRegistrations } from "../../../commands/check/recorder";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

class Thing extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;

  constructor(name: string, inputs: object, opts?: pulumi.CustomResourceOptions) {
    super("aws:test/thing:Thing", name, { arn: undefined, ...inputs }, opts);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Group", name);
    new Thing("child", {}, { parent: this });
    this.registerOutputs({});
  }
}

describe("recordRegistrations", () => {
  it("records type, name, inputs and options of every registration, with the engine's URNs", async () => {
    const recorded = await record(() => {
      new Group("group");
      new Thing(
        "thing",
        { size: 5 },
        {
          protect: true,
          ignoreChanges: ["size"],
          deleteBeforeReplace: true,
          additionalSecretOutputs: ["token"],
          customTimeouts: { create: "30m", delete: "1h30m" },
        },
      );
    });
    assert.deepEqual(
      recorded.map(({ urn }) => urn),
      [
        "urn:pulumi:dev::test::aws:test/thing:Thing::thing",
        "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev",
        "urn:pulumi:dev::test::test:index:Group$aws:test/thing:Thing::child",
        "urn:pulumi:dev::test::test:index:Group::group",
      ],
    );
    assert.deepEqual(recorded[0], {
      urn: "urn:pulumi:dev::test::aws:test/thing:Thing::thing",
      type: "aws:test/thing:Thing",
      name: "thing",
      properties: { size: 5 },
      options: {
        protect: true,
        ignoreChanges: ["size"],
        deleteBeforeReplace: true,
        deleteBeforeReplaceDefined: true,
        additionalSecretOutputs: ["token"],
        aliases: [],
        parent: "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev",
        customTimeouts: { create: 1800, update: 0, delete: 5400 },
      },
      provider: "",
    });
  });

  it("has ids and outputs unknown in a preview, and known otherwise", async () => {
    const program = () => {
      const first = new Thing("first", {});
      new Thing("second", { of: first.id, arn: first.arn, whole: first });
    };
    const second = (all: Awaited<ReturnType<typeof record>>) =>
      all.find(({ name }) => name === "second")?.properties;
    assert.deepEqual(second(await record(program, true)), {
      of: unknown,
      arn: unknown,
      whole: unknown,
    });
    assert.deepEqual(second(await record(program, false)), {
      of: "first-id",
      arn: "arn:aws:test:us-east-1:123456789012:first",
      whole: "first-id",
    });
  });

  it("runs one program after another in the same process, each with its stack and configuration", async () => {
    const seen: string[] = [];
    const program = () => {
      seen.push(`${pulumi.getStack()} ${new pulumi.Config("test").require("size")}`);
      new Thing(pulumi.getStack(), {});
    };
    const names = [];
    for (const stack of ["one", "two"]) {
      const recorded = await recordRegistrations(program, {
        project: "test",
        stack,
        preview: true,
        config: { "test:size": stack.toUpperCase() },
      });
      names.push(recorded.map(({ name }) => name));
    }
    assert.deepEqual(seen, ["one ONE", "two TWO"]);
    assert.deepEqual(names, [
      ["one", "test-one"],
      ["two", "test-two"],
    ]);
  });

  it("rejects with the error of the program, also when no code awaits it", async () => {
    await assert.rejects(
      record(() => {
        throw new Error("at once");
      }),
      /^Error: at once$/,
    );
    await assert.rejects(
      record(() => {
        new Thing("thing", {
          size: pulumi.output(1).apply(() => {
            throw new Error("in an apply");
          }),
        });
      }),
      /^Error: error serializing property "size": in an apply$/,
    );
  });
});

function record(program: () => unknown, preview = false) {
  return recordRegistrations(program, { project: "test", stack: "dev", preview, config: {} });
}
