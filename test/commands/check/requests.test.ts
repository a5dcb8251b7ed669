import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { noOptions } from "../../support/registration-options";
import type { Registration } from "../../../commands/check/registration";
import { analyzeRequest } from "../../../commands/check/requests";

const provider: Registration = {
  urn: "urn:pulumi:dev::p::pulumi:providers:kubernetes::k8s",
  type: "pulumi:providers:kubernetes",
  name: "k8s",
  properties: { kubeconfig: "{}" },
  options: noOptions,
  provider: "",
};

const pool: Registration = {
  urn: "urn:pulumi:dev::p::kubernetes:karpenter.sh/v1:NodePool::pool",
  type: "kubernetes:karpenter.sh/v1:NodePool",
  name: "pool",
  properties: { spec: { limits: { cpu: 5 } } },
  options: {
    ...noOptions,
    protect: true,
    ignoreChanges: ["spec.limits"],
    customTimeouts: { create: 60, update: 120, delete: 180 },
  },
  // In a preview a provider has no id yet.
  provider: `${provider.urn}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`,
};

describe("analyzeRequest", () => {
  it("has everything that the engine tells a pack about a resource", () => {
    const request = analyzeRequest(pool, [provider, pool]);
    assert.equal(request.getUrn(), pool.urn);
    assert.equal(request.getType(), pool.type);
    assert.equal(request.getName(), "pool");
    assert.deepEqual(request.getProperties()?.toJavaScript(), pool.properties);
    const options = request.getOptions();
    assert.equal(options?.getProtect(), true);
    assert.deepEqual(options?.getIgnorechangesList(), ["spec.limits"]);
    assert.deepEqual(
      [
        options?.getCustomtimeouts()?.getCreate(),
        options?.getCustomtimeouts()?.getUpdate(),
        options?.getCustomtimeouts()?.getDelete(),
      ],
      [60, 120, 180],
    );
  });

  it("has the provider that the program created", () => {
    const found = analyzeRequest(pool, [provider, pool]).getProvider();
    assert.equal(found?.getUrn(), provider.urn);
    assert.equal(found?.getType(), provider.type);
    assert.equal(found?.getName(), "k8s");
    assert.deepEqual(found?.getProperties()?.toJavaScript(), provider.properties);
  });

  it("has no provider when the engine would create a default one", () => {
    assert.equal(analyzeRequest({ ...pool, provider: "" }, [provider]).getProvider(), undefined);
  });
});
