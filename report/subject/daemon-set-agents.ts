import type { Agent } from "../../scheduling/agents/agent";
import { agentOfDaemonSet } from "./daemon-set-agent";
import {
  efaResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import { faultText, pathText } from "../../scheduling/values/fault";
import { fieldAt } from "./fields";
import type { SourceManifest } from "./subject";

/** Reads agents from DaemonSets, and reports what cannot be read. */
export function agentsIn(daemonSets: readonly SourceManifest[]): {
  readonly agents: readonly Agent[];
  readonly findings: readonly string[];
} {
  const read = daemonSets.map(({ from, name, manifest }) => {
    const { agent, findings } = agentOfDaemonSet(manifest, publishedBy(manifest));
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

/** Images of device plugins by their names, because no manifest says which resource its pods publish. */
const pluginImages: readonly (readonly [image: RegExp, resource: string])[] = [
  [/aws-efa-k8s-device-plugin/, efaResource],
  [/neuron(-k8s)?-device-plugin/, neuronResource],
  [/(nvidia|nvcr\.io).*k8s-device-plugin/, nvidiaGpuResource],
];

function publishedBy(manifest: unknown): string | undefined {
  const containers = fieldAt(manifest, ["spec", "template", "spec", "containers"]);
  const images = Array.isArray(containers)
    ? containers.map((container) => fieldAt(container, ["image"]))
    : [];
  for (const image of images) {
    if (typeof image !== "string") continue;
    const plugin = pluginImages.find(([pattern]) => pattern.test(image));
    if (plugin !== undefined) return plugin[1];
  }
  return undefined;
}
