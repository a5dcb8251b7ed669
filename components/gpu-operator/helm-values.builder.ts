import { gpuManufacturerLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import {
  type ControllerPlacement,
  offKarpenterNodes,
  systemNodeSelector,
  systemNodeToleration,
} from "../shared/controller-placement";
import { type MigStrategy, timeSlicingConfigs } from "../shared/gpu-sharing";
import type { GpuStack } from "../shared/gpu-stack";

/** The stacks with the operator. */
export type OperatorStack = Exclude<GpuStack, "al2023-device-plugin">;

export interface GpuOperatorSettings {
  /** Every pool that may launch NVIDIA nodes. */
  readonly pools: readonly TaintedPool[];
  /**
   * What the AMI of the GPU nodes leaves to the operator. AL2023's NVIDIA AMI has driver and toolkit, Bottlerocket's the
   * device plugin as well, Ubuntu's nothing. NVIDIA's driver containers are for Ubuntu and Red Hat and do not build on
   * Amazon Linux. A toolkit that nobody brings is a deadlock: the operands wait for a file that only a working runtime
   * writes; a second device plugin on a node takes turns with the first.
   * @default "al2023-operator"
   */
  readonly stack?: OperatorStack;
  /** Version of the driver where the operator installs it; the chart's own without it. */
  readonly driverVersion?: string;
  /**
   * Some tier of the stack shares GPUs by time-slicing.
   * @default false
   */
  readonly timeSlicing?: boolean;
  /**
   * How instances of GPUs are named, where some tier cuts its GPUs; the operator has one way for all nodes.
   * @default none, and no MIG manager
   */
  readonly migStrategy?: MigStrategy;
  /**
   * Labels on the monitors of the operator and the DCGM exporter, for a Prometheus that selects by label.
   * @default none, for a Prometheus that selects all
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>>;
  /**
   * Nodes of the operator and of Node Feature Discovery's controllers, never Karpenter's own.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
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
  const { pools, placement } = settings;
  const stack = settings.stack ?? "al2023-operator";
  const additionalLabels = { ...settings.serviceMonitorLabels };
  return {
    driver: driverValues(stack, settings.driverVersion),
    toolkit: { enabled: stack === "ubuntu-operator" },
    devicePlugin: devicePluginValues(stack, settings.timeSlicing ?? false),
    dcgmExporter: {
      enabled: true,
      serviceMonitor: { enabled: true, additionalLabels },
    },
    gfd: { enabled: true },
    nfd: { enabled: true },
    ...migValues(settings.migStrategy),
    ...virtualMachineOperands,
    daemonsets: { tolerations: agentTolerations([gpuToleration], pools) },
    operator: {
      ...onControllerNodes(placement, [controlPlaneToleration]),
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
      master: onControllerNodes(placement, [controlPlaneToleration]),
      gc: onControllerNodes(placement, []),
    },
  };
}

/**
 * Left to itself the operator exchanges the driver of a running node, and evicts what uses its GPUs. Here a node keeps its
 * driver as long as it lives, and a new version comes with new nodes.
 */
function driverValues(stack: OperatorStack, version: string | undefined) {
  if (stack !== "ubuntu-operator") return { enabled: false };
  return {
    enabled: true,
    ...(version === undefined ? {} : { version }),
    upgradePolicy: { autoUpgrade: false },
  };
}

/** A node without the label `nvidia.com/device-plugin.config` gets the empty default, and so whole GPUs. */
function devicePluginValues(stack: OperatorStack, timeSlicing: boolean) {
  if (stack === "bottlerocket-operator") return { enabled: false };
  if (!timeSlicing) return { enabled: true };
  return {
    enabled: true,
    config: {
      create: true,
      name: "device-plugin-configs",
      default: "",
      data: timeSlicingConfigs(),
    },
  };
}

/**
 * A GPU whose MIG mode changes has to be reset. Where a cloud's instance refuses that, the MIG manager reboots the node, if it
 * may; the node is new and runs nothing yet.
 * https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
 */
function migValues(strategy: MigStrategy | undefined) {
  if (strategy === undefined) return { migManager: { enabled: false } };
  return {
    mig: { strategy },
    migManager: { enabled: true, env: [{ name: "WITH_REBOOT", value: "true" }] },
  };
}

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
function onControllerNodes(
  placement: ControllerPlacement | undefined,
  stock: readonly Toleration[],
) {
  const linux = { "kubernetes.io/os": "linux" };
  if (placement === undefined) {
    return {
      nodeSelector: { ...linux, ...systemNodeSelector },
      tolerations: [...stock, systemNodeToleration],
    };
  }
  return {
    nodeSelector: { ...linux, ...placement.nodeSelector },
    tolerations: [...stock, ...placement.tolerations],
    affinity: offKarpenterNodes,
  };
}
