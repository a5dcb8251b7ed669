/**
 * The stand-in for the eks package: its remote components, made of the aws stand-in's resources.
 */
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
 * Loads what a construct needs. It takes longer than everything else of the process, so nothing waits for it at the start.
 */
export function loadComponents() {
  return Promise.all([import("./cluster"), import("./cluster-inputs")]);
}
