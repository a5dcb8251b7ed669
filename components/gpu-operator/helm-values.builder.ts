import { gpuManufacturerLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import {
  type ControllerPlacement,
  offKarpenterNodes,
  systemNodeSelector,
  systemNodeToleration,
} from "../shared/controller-placement";
import { type MigStrategy, timeSlicingConfigs, undividedGpusTaint } from "../shared/gpu-sharing";
import type { GpuStack } from "../shared/gpu-stack";
import { migTaintRemover } from "./mig-taint-remover.builder";

/** The GPU stacks that use the operator. */
export type OperatorStack = Exclude<GpuStack, "al2023-device-plugin">;

export interface GpuOperatorSettings {
  /** Every pool that can launch NVIDIA nodes. */
  readonly pools: readonly TaintedPool[];
  /**
   * Decides which parts the operator installs, which are the parts that the AMI lacks. AL2023's NVIDIA AMI has driver
   * and toolkit. Bottlerocket's AMI also has the device plugin. Ubuntu's image has none of them. NVIDIA's driver
   * containers are for Ubuntu and Red Hat, and do not build on Amazon Linux.
   *
   * Every part needs exactly one owner. Without a toolkit the operands wait forever for a file that only a working
   * runtime writes. A second device plugin on a node takes turns with the first one.
   * @default "al2023-operator"
   */
  readonly stack?: OperatorStack;
  /**
   * Version of the driver, where the operator installs it.
   * @default the version in the chart
   */
  readonly driverVersion?: string;
  /**
   * Whether any tier of the stack shares GPUs by time-slicing.
   * @default false
   */
  readonly timeSlicing?: boolean;
  /**
   * How MIG instances are named. The operator uses one strategy for all nodes.
   * @default no MIG manager, because no tier partitions its GPUs
   */
  readonly migStrategy?: MigStrategy;
  /**
   * Labels of the ServiceMonitors of operator and DCGM exporter, for a Prometheus that selects monitors by label.
   * @default none, for a Prometheus that selects every monitor
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>> | undefined;
  /**
   * Nodes for the operator and for the controllers of Node Feature Discovery. Nodes of Karpenter are excluded.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
}

/**
 * Values of the `gpu-operator` chart.
 *
 * Node Feature Discovery (NFD) labels the nodes, and the operator runs its operands on nodes with those labels. So
 * the operands and the NFD worker both have to tolerate every taint of every pool. If one of them cannot run on a
 * node, the node never advertises `nvidia.com/gpu`.
 *
 * @see https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/deployments/gpu-operator/values.yaml
 */
export function gpuOperatorValues(settings: GpuOperatorSettings) {
  const { placement, migStrategy } = settings;
  const pools = migStrategy === undefined ? settings.pools : withStartupTaint(settings.pools);
  const operandTolerations = agentTolerations([gpuToleration], pools);
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
    ...migValues(migStrategy, operandTolerations),
    ...virtualMachineOperands,
    daemonsets: { tolerations: operandTolerations },
    operator: {
      ...onControllerNodes(placement, [controlPlaneToleration]),
      // A hook applies the CRDs at every upgrade. Helm alone installs CRDs once and never changes them.
      upgradeCRD: true,
      // An uninstall keeps the CRDs, because their removal is one more job that can hang.
      cleanupCRD: false,
      metrics: { serviceMonitor: { additionalLabels } },
    },
    "node-feature-discovery": {
      worker: {
        // Karpenter sets this label on every NVIDIA node. Without the selector the worker runs on all nodes.
        nodeSelector: { [gpuManufacturerLabelKey]: "nvidia" },
        tolerations: agentTolerations([controlPlaneToleration, gpuToleration], pools),
      },
      // After an uninstall a job removes NFD's labels from the nodes. It has the same selector and tolerations as the
      // master.
      master: onControllerNodes(placement, [controlPlaneToleration]),
      gc: onControllerNodes(placement, []),
    },
  };
}

/**
 * By default the operator replaces the driver on running nodes, and evicts the pods that use their GPUs. Here a node
 * keeps its driver for its whole life, and only new nodes get a new version.
 */
function driverValues(stack: OperatorStack, version: string | undefined) {
  if (stack !== "ubuntu-operator") return { enabled: false };
  return {
    enabled: true,
    ...(version === undefined ? {} : { version }),
    upgradePolicy: { autoUpgrade: false },
  };
}

/** A node without the label `nvidia.com/device-plugin.config` uses the empty default and so offers whole GPUs. */
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
 * A GPU has to be reset when its MIG mode changes. Some cloud instances refuse a reset. `WITH_REBOOT` lets the MIG
 * manager reboot such a node. The node is new at that time, so no workload runs on it.
 * https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
 */
function migValues(strategy: MigStrategy | undefined, tolerations: readonly Toleration[]) {
  if (strategy === undefined) return { migManager: { enabled: false } };
  return {
    mig: { strategy },
    extraObjects: migTaintRemover(tolerations),
    migManager: { enabled: true, env: [{ name: "WITH_REBOOT", value: "true" }] },
  };
}

/** The agents prepare the node, so they run before the startup taint is removed. */
function withStartupTaint(pools: readonly TaintedPool[]): readonly TaintedPool[] {
  return pools.map(({ name, taints }) => ({ name, taints: [...taints, undividedGpusTaint] }));
}

/** Default entry of the chart for GPU nodes. A list in values replaces the chart's list, so it is repeated here. */
const gpuToleration: Toleration = {
  key: "nvidia.com/gpu",
  operator: "Exists",
  effect: "NoSchedule",
};

/** Default entry of the chart for clusters with visible control-plane nodes. */
const controlPlaneToleration: Toleration = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Equal",
  value: "",
  effect: "NoSchedule",
};

/** These are on by default, but useful only for virtual machines or confidential containers with whole GPUs. */
const virtualMachineOperands = {
  sandboxDevicePlugin: { enabled: false },
  kataSandboxDevicePlugin: { enabled: false },
  vfioManager: { enabled: false },
  vgpuDeviceManager: { enabled: false },
  ccManager: { enabled: false },
} as const;

// Controllers, and the hook jobs with the same placement, run on nodes that Karpenter does not own. During a destroy
// only these nodes are left, and an uninstall waits for a job of the chart.
function onControllerNodes(
  placement: ControllerPlacement | undefined,
  chartDefaults: readonly Toleration[],
) {
  const linux = { "kubernetes.io/os": "linux" };
  if (placement === undefined) {
    return {
      nodeSelector: { ...linux, ...systemNodeSelector },
      tolerations: [...chartDefaults, systemNodeToleration],
    };
  }
  return {
    nodeSelector: { ...linux, ...placement.nodeSelector },
    tolerations: [...chartDefaults, ...placement.tolerations],
    affinity: offKarpenterNodes,
  };
}
