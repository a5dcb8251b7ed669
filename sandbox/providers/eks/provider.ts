/** The stand-in for the eks package: its remote components, made of resources of the aws stand-in. */
import type * as pulumi from "@pulumi/pulumi";

export const eksProvider: pulumi.provider.Provider = {
  version: "4.3.0",

  construct: async (name, type, inputs, options) => {
    if (type !== "eks:index:Cluster") {
      const reason = "the sandbox does not make this component; expected eks:index:Cluster";
      throw new Error(`${type}: ${reason}; add it in sandbox/providers/eks to use it`);
    }
    const [{ Cluster }, { clusterInputs }] = await loadComponents();
    const cluster = new Cluster(name, clusterInputs(inputs), options);
    return { urn: cluster.urn, state: cluster.state };
  },
};

/**
 * Loads the modules that make a component. This takes longer than everything else in this process, so the start does
 * not wait for it.
 */
export function loadComponents() {
  return Promise.all([import("./cluster"), import("./cluster-inputs")]);
}
