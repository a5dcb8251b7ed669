/**
 * The fields of `spec` of an EC2NodeClass, and the values of its fields that are easily written in another case.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml
 */

import { rendered, valueAt, type Fault } from "../values/fault";
import type { KarpenterMinor } from "../values/karpenter-minor";
import { unknownFields, type FieldTree } from "../values/unknown-fields";

const common: FieldTree = {
  amiFamily: null,
  amiSelectorTerms: {
    alias: null,
    id: null,
    name: null,
    owner: null,
    ssmParameter: null,
    tags: null,
  },
  associatePublicIPAddress: null,
  blockDeviceMappings: {
    deviceName: null,
    ebs: {
      deleteOnTermination: null,
      encrypted: null,
      iops: null,
      kmsKeyID: null,
      snapshotID: null,
      throughput: null,
      volumeInitializationRate: null,
      volumeSize: null,
      volumeType: null,
    },
    rootVolume: null,
  },
  capacityReservationSelectorTerms: {
    id: null,
    instanceMatchCriteria: null,
    ownerID: null,
    tags: null,
  },
  connectionTracking: {
    tcpEstablishedTimeout: null,
    udpStreamTimeout: null,
    udpTimeout: null,
  },
  context: null,
  cpuOptions: {
    nestedVirtualization: null,
  },
  detailedMonitoring: null,
  instanceProfile: null,
  instanceStorePolicy: null,
  ipPrefixCount: null,
  metadataOptions: {
    httpEndpoint: null,
    httpProtocolIPv6: null,
    httpPutResponseHopLimit: null,
    httpTokens: null,
  },
  networkInterfaces: {
    deviceIndex: null,
    interfaceType: null,
    networkCardIndex: null,
  },
  placementGroupSelector: {
    id: null,
    name: null,
  },
  role: null,
  securityGroupSelectorTerms: {
    id: null,
    name: null,
    tags: null,
  },
  subnetSelectorTerms: {
    id: null,
    tags: null,
  },
  tags: null,
  userData: null,
};

const kubelet114: FieldTree = {
  clusterDNS: null,
  cpuCFSQuota: null,
  evictionHard: null,
  evictionMaxPodGracePeriod: null,
  evictionSoft: null,
  evictionSoftGracePeriod: null,
  imageGCHighThresholdPercent: null,
  imageGCLowThresholdPercent: null,
  kubeReserved: null,
  maxPods: null,
  podsPerCore: null,
  systemReserved: null,
};

/** From 1.15 on, `kubelet` may have any field. */
export const nodeClassFields: Readonly<Record<KarpenterMinor, FieldTree>> = {
  "1.14": { ...common, kubelet: kubelet114 },
  "1.15": { ...common, kubelet: null, enclaveOptions: { enabled: null } },
};

export const nodeClassChoices = [
  {
    path: ["amiFamily"],
    values: [
      "AL2",
      "AL2023",
      "Bottlerocket",
      "Custom",
      "Windows2019",
      "Windows2022",
      "Windows2025",
    ],
  },
  { path: ["instanceStorePolicy"], values: ["RAID0"] },
  { path: ["metadataOptions", "httpEndpoint"], values: ["enabled", "disabled"] },
  { path: ["metadataOptions", "httpProtocolIPv6"], values: ["enabled", "disabled"] },
  { path: ["metadataOptions", "httpTokens"], values: ["required", "optional"] },
  { path: ["cpuOptions", "nestedVirtualization"], values: ["enabled", "disabled"] },
] as const;

/** Faults of an EC2NodeClass with paths from the manifest: unknown fields, and values outside of a fixed list. */
export function nodeClassFaults(manifest: unknown, minor: KarpenterMinor): readonly Fault[] {
  const spec = valueAt(manifest, ["spec"]);
  const choices = nodeClassChoices.flatMap(({ path, values }): readonly Fault[] => {
    const got = valueAt(spec, path);
    // The API server drops null.
    if (got === undefined || got === null || values.some((value) => value === got)) return [];
    return [
      {
        path: ["spec", ...path],
        problem: "is none of its values",
        got: rendered(got),
        expected: values.join(", "),
      },
    ];
  });
  return [
    ...choices,
    ...unknownFields(spec, nodeClassFields[minor], { path: ["spec"], kind: "an EC2NodeClass" }),
  ];
}
