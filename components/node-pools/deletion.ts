/**
 * How long a deletion may take. Deleting a NodePool drains its nodes, which the provider awaits; its
 * default of 10 minutes is shorter than one drain of GPU nodes, and a timeout there leaves nodes running.
 * A node class waits for the last of its nodes.
 */
export const nodePoolsTimeouts = { delete: "60m" } as const;
