import { gpuManufacturerLabelKey } from "../../scheduling/labels";
import type { Toleration } from "../../scheduling/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { systemNodeSelector, systemNodeToleration } from "../shared/system-nodes";

/** Who brings a part of the node's GPU stack: the AMI, or the operator as a container. */
export type GpuStackSource = "ami" | "operator";

export interface GpuOperatorSettings {
  /** Every pool that may launch NVIDIA nodes. */
  readonly pools: readonly TaintedPool[];
  /**
   * Who brings the kernel driver. The AL2023 NVIDIA and the Bottlerocket NVIDIA AMI ship it; NVIDIA's driver
   * containers are for Ubuntu and Red Hat and do not build on Amazon Linux.
   * @default "ami"
   */
  readonly driver?: GpuStackSource;
  /**
   * Who brings the container toolkit and the `nvidia` runtime. An AMI without them and `"ami"` here is a deadlock:
   * the operands wait for a file that only a working runtime writes.
   * @default "ami"
   */
  readonly toolkit?: GpuStackSource;
  /**
   * Labels on the monitors of the operator and the DCGM exporter, for a Prometheus that selects by label.
   * @default none, for a Prometheus that selects all
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>>;
}

/**
 * Values of the `gpu-operator` chart.
 *
 * Node Feature Discovery labels the nodes, the operator puts its operands where those labels are. So both lists, the
 * operands' and the NFD worker's, have to tolerate every taint of every pool: a node that either cannot enter never
 * advertises `nvidia.com/gpu`.
 *
 * @see https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/deployments/gpu-operator/values.yaml
 */
export function gpuOperatorValues(settings: GpuOperatorSettings) {
  const { pools } = settings;
  const driver = settings.driver ?? defaults.driver;
  const toolkit = settings.toolkit ?? defaults.toolkit;
  const additionalLabels = { ...settings.serviceMonitorLabels };
  return {
    driver: { enabled: driver === "operator" },
    toolkit: { enabled: toolkit === "operator" },
    // No AL2023 AMI ships a device plugin.
    devicePlugin: { enabled: true },
    dcgmExporter: {
      enabled: true,
      serviceMonitor: { enabled: true, additionalLabels },
    },
    gfd: { enabled: true },
    nfd: { enabled: true },
    // No tier partitions its GPUs.
    migManager: { enabled: false },
    ...virtualMachineOperands,
    daemonsets: { tolerations: agentTolerations([gpuToleration], pools) },
    operator: {
      ...onSystemNodes([controlPlaneToleration]),
      // At an upgrade a hook applies the CRDs; Helm itself would leave the first ones in place for ever.
      upgradeCRD: true,
      // The CRDs stay at an uninstall: removing them is one more job that can hang.
      cleanupCRD: false,
      metrics: { serviceMonitor: { additionalLabels } },
    },
    "node-feature-discovery": {
      worker: {
        // Karpenter puts this label on every NVIDIA node it registers; without it the worker runs on all nodes.
        nodeSelector: { [gpuManufacturerLabelKey]: "nvidia" },
        tolerations: agentTolerations([controlPlaneToleration, gpuToleration], pools),
      },
      // The job that takes NFD's labels off the nodes after an uninstall has the master's selector and tolerations.
      master: onSystemNodes([controlPlaneToleration]),
      gc: onSystemNodes([]),
    },
  };
}

const defaults: Record<"driver" | "toolkit", GpuStackSource> = { driver: "ami", toolkit: "ami" };

/** The chart's own entry for GPU nodes. A list replaces the chart's, so it is said again. */
const gpuToleration: Toleration = {
  key: "nvidia.com/gpu",
  operator: "Exists",
  effect: "NoSchedule",
};

/** The chart's own entry for clusters that show their control plane. */
const controlPlaneToleration: Toleration = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Equal",
  value: "",
  effect: "NoSchedule",
};

/** On by default and of use only where virtual machines or confidential containers get whole GPUs. */
const virtualMachineOperands = {
  sandboxDevicePlugin: { enabled: false },
  kataSandboxDevicePlugin: { enabled: false },
  vfioManager: { enabled: false },
  vgpuDeviceManager: { enabled: false },
  ccManager: { enabled: false },
} as const;

// Controllers, and the hook jobs that share their placement, run on nodes that Karpenter does not own. At a destroy
// these are the only nodes left, and an uninstall waits for a job of the chart to run.
function onSystemNodes(stock: readonly Toleration[]) {
  return {
    nodeSelector: { "kubernetes.io/os": "linux", ...systemNodeSelector },
    tolerations: [...stock, systemNodeToleration],
  };
}
