import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { readCheckpoint } from "../../../sandbox/engine/checkpoint";
import { withTemporaryFolder } from "../../support/temporary-folder";

function read(text: string | undefined): Promise<unknown> {
  return withTemporaryFolder((folder) => {
    const file = path.join(folder, "dev.json");
    if (text !== undefined) fs.writeFileSync(file, text);
    const result = readCheckpoint(file);
    return "fault" in result ? result.fault.replace(folder, "") : result.state;
  });
}

const bucket = { urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b", type: "aws:s3/bucket:Bucket" };

describe("reading the engine's checkpoint", () => {
  it("returns an empty state for a stack without a checkpoint or without a deployment", async () => {
    const empty = { resources: [], pendingOperations: [] };
    assert.deepEqual(await read(undefined), empty);
    assert.deepEqual(await read('{"version":3,"checkpoint":{"latest":null}}'), empty);
    assert.deepEqual(await read('{"version":3,"checkpoint":{"latest":{}}}'), empty);
  });

  it("reads resources and open operations", async () => {
    const latest = {
      resources: [bucket],
      pending_operations: [{ resource: bucket, type: "creating" }],
    };
    assert.deepEqual(await read(JSON.stringify({ version: 3, checkpoint: { latest } })), {
      resources: [bucket],
      pendingOperations: [{ resource: bucket, type: "creating" }],
    });
  });

  for (const [text, fault] of [
    ["", "is not JSON, got Unexpected end of JSON input"],
    ["[]", "is not a checkpoint of Pulumi, got no map `checkpoint`"],
    ['{"checkpoint":5}', "is not a checkpoint of Pulumi, got no map `checkpoint`"],
    ['{"checkpoint":{"latest":"x"}}', 'has a faulty deployment, got "x"'],
    [
      `{"checkpoint":{"latest":{"resources":[${JSON.stringify(bucket)},{"urn":"u"}]}}}`,
      "checkpoint.latest.resources[1] has no urn and type",
    ],
    [
      '{"checkpoint":{"latest":{"resources":"all"}}}',
      "checkpoint.latest.resources[0] has no urn and type",
    ],
    [
      '{"checkpoint":{"latest":{"pending_operations":[{"type":"creating"}]}}}',
      "checkpoint.latest.pending_operations[0] has no resource",
    ],
  ] as const) {
    it(`reports ${text === "" ? "an empty file" : text} as a fault`, async () => {
      assert.equal(await read(text), `/dev.json: ${fault}`);
    });
  }
});
