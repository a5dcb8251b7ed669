/** Extended resources that instance types offer and pods request. */

/** Whole NVIDIA GPUs, as the NVIDIA device plugin advertises them. */
export const nvidiaGpuResource = "nvidia.com/gpu";
/** Whole AMD GPUs (g4ad). */
export const amdGpuResource = "amd.com/gpu";
/** Neuron devices. A pod requests devices or cores, never both. */
export const neuronResource = "aws.amazon.com/neuron";
/** Neuron cores: two, four or eight to a device, by generation. */
export const neuronCoreResource = "aws.amazon.com/neuroncore";
/** Elastic Fabric Adapter interfaces. */
export const efaResource = "vpc.amazonaws.com/efa";
