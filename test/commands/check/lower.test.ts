import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { lowerProperties } from "../../../commands/check/lower";

const signature = "4dabf18193072939515e22adb298388d";

describe("lowerProperties", () => {
  it("replaces resource references by the value that the engine sends", () => {
    const reference = (fields: object) => ({
      [signature]: "5cf8f73096256a8f31e491e813e4eb8e",
      urn: "urn:pulumi:dev::p::aws:kms/key:Key::key",
      ...fields,
    });
    assert.deepEqual(
      lowerProperties({
        exists: reference({ id: "key-1" }),
        planned: reference({ id: "" }),
        component: [{ inside: reference({}) }],
      }),
      {
        exists: "key-1",
        planned: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        component: [{ inside: "urn:pulumi:dev::p::aws:kms/key:Key::key" }],
      },
    );
  });

  it("keeps secrets wrapped, because the SDK unwraps them, and lowers their content", () => {
    const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "id-1" };
    assert.deepEqual(lowerProperties({ token: secret({ of: reference }) }), {
      token: secret({ of: "id-1" }),
    });
  });

  it("leaves plain values as they are, null included", () => {
    const plain = { a: [1, "x", true, null, { b: {} }] };
    assert.deepEqual(lowerProperties(plain), plain);
  });

  it("refuses output values, which mocks do not send", () => {
    assert.throws(
      () => lowerProperties({ a: { b: [{ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" }] } }),
      new Error("a.b[0]: an output value in a registration, which mocks do not send"),
    );
  });
});
