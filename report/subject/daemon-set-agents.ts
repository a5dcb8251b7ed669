import type { Agent } from "../../scheduling/agents/agent";
import { agentOfDaemonSet } from "./daemon-set-agent";
import { roleOfImages, type AgentRole } from "./agent-images";
import { faultText, pathText } from "../../scheduling/values/fault";
import { fieldAt } from "./fields";
import type { SourceManifest } from "./source-manifest";

/** Reads agents from DaemonSets, and reports what cannot be read. */
export function agentsIn(daemonSets: readonly SourceManifest[]): {
  readonly agents: readonly Agent[];
  readonly findings: readonly string[];
} {
  const read = daemonSets.map(({ from, name, manifest }) => {
    const { agent, findings } = agentOfDaemonSet(manifest, roleOf(manifest));
    return {
      agents: agent === undefined ? [] : [agent],
      findings: findings.map(
        (fault) => `${from}: DaemonSet ${name}: ${pathText(fault.path)}: ${faultText(fault)}`,
      ),
    };
  });
  return {
    agents: read.flatMap(({ agents }) => agents),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function roleOf(manifest: unknown): AgentRole | undefined {
  const containers = fieldAt(manifest, ["spec", "template", "spec", "containers"]);
  return roleOfImages(
    Array.isArray(containers) ? containers.map((container) => fieldAt(container, ["image"])) : [],
  );
}
