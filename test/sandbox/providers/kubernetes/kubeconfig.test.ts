import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  diffProviderConfig,
  endpointOf,
} from "../../../../sandbox/providers/kubernetes/kubeconfig";
import { unknown } from "../../../../sandbox/providers/stand-in";
import { kubeconfig } from "./example-cluster";

const here = kubeconfig("https://here.example");
const there = kubeconfig("https://there.example");
/** The same cluster, another user. */
const otherUser = JSON.stringify({ ...(JSON.parse(here) as object), users: [{ name: "aws" }] });

describe("the configuration of a Kubernetes provider", () => {
  it("names its cluster with the current context, or with its own fields", () => {
    assert.equal(endpointOf({ kubeconfig: here }), "https://here.example");
    assert.equal(
      endpointOf({
        kubeconfig:
          "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://yaml.example'}}]\n",
      }),
      "https://yaml.example",
    );
    assert.equal(endpointOf({ kubeconfig: here, context: "other" }), undefined);
    assert.equal(
      endpointOf({ kubeconfig: here, context: "other", cluster: "kubernetes" }),
      "https://here.example",
    );
  });

  it("names no cluster without a kubeconfig", () => {
    for (const text of ["", "{", "7", unknown, undefined])
      assert.equal(endpointOf({ kubeconfig: text }), undefined);
  });

  const rules: readonly (readonly [string, object, object, readonly string[]])[] = [
    ["nothing changes", { kubeconfig: here }, { kubeconfig: here }, []],
    ["the active cluster changes", { kubeconfig: here }, { kubeconfig: there }, ["kubeconfig"]],
    ["only the user changes", { kubeconfig: here }, { kubeconfig: otherUser }, []],
    [
      "the kubeconfig is not known yet",
      { kubeconfig: here },
      { kubeconfig: unknown },
      ["kubeconfig"],
    ],
    [
      "the cluster changes under the same identifier",
      { kubeconfig: here, clusterIdentifier: "a" },
      { kubeconfig: there, clusterIdentifier: "a" },
      [],
    ],
    [
      "it is not known yet under the same identifier",
      { kubeconfig: here, clusterIdentifier: "a" },
      { kubeconfig: unknown, clusterIdentifier: "a" },
      [],
    ],
    [
      "the identifier changes",
      { kubeconfig: here, clusterIdentifier: "a" },
      { kubeconfig: here, clusterIdentifier: "b" },
      ["clusterIdentifier"],
    ],
    [
      "an identifier is added",
      { kubeconfig: here },
      { kubeconfig: here, clusterIdentifier: "a" },
      [],
    ],
    [
      "the identifier is taken away",
      { kubeconfig: here, clusterIdentifier: "a" },
      { kubeconfig: here },
      [],
    ],
    [
      "an identifier is added and the cluster changes",
      { kubeconfig: here },
      { kubeconfig: there, clusterIdentifier: "a" },
      ["kubeconfig"],
    ],
    [
      "the render folder changes",
      { renderYamlToDirectory: "a" },
      { renderYamlToDirectory: "b" },
      ["renderYamlToDirectory"],
    ],
  ];
  for (const [title, before, after, replaces] of rules) {
    it(`${replaces.length > 0 ? "replaces" : "keeps"} the provider when ${title}`, () => {
      const difference = diffProviderConfig({ ...before }, { ...after });
      assert.deepEqual(difference.replaces, replaces);
      assert.equal(difference.changed.length > 0, JSON.stringify(before) !== JSON.stringify(after));
    });
  }
});
