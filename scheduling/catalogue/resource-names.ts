/** Extended resources that instance types offer and pods request. */

/** NVIDIA GPUs, as the NVIDIA device plugin advertises them. */
export const nvidiaGpuResource = "nvidia.com/gpu";
/** AMD GPUs (g4ad). */
export const amdGpuResource = "amd.com/gpu";
/** Neuron devices. A pod requests devices or cores, but not both. */
export const neuronResource = "aws.amazon.com/neuron";
/** Neuron cores. A device has two, four or eight, depending on its generation. */
export const neuronCoreResource = "aws.amazon.com/neuroncore";
/** Elastic Fabric Adapter interfaces. */
export const efaResource = "vpc.amazonaws.com/efa";
/** Memory in pages of 2 MiB that a node has reserved. Karpenter does not know it. */
export const hugePagesResource = "hugepages-2Mi";
