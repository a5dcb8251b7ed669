import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import {
  amdGpuResource,
  efaResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import {
  allowedKarpenterAwsLabelKeys,
  wellKnownLabelKeys,
} from "../../scheduling/requirements/labels";
import { operators } from "../../scheduling/requirements/operators";

/**
 * A text of a program as a message may show it. The engine masks no secrets in messages, and previews are stored, so
 * only numbers and words that everyone knows are shown: `p5.48xlarge`, `spot`, `10%`, `720h`. Everything else becomes
 * its length.
 */
export function quoted(text: string): string {
  return isKnown(text) ? text : `a text of ${text.length} characters`;
}

/** Several texts, those of one length once. */
export function quotedAll(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map(quoted))];
}

/** Whether a text is a number, or a word that everyone knows. */
export function isKnown(text: string): boolean {
  return isPlain(text) || knownWords().has(text);
}

/** Numbers with their units, releases, and schedules: digits, and letters of which no word can be made. */
const plainTexts: readonly RegExp[] = [
  /^-?\d{1,9}(\.\d{1,9})?([eE][+-]?\d{1,3})?([numkMGTPE]|[KMGTPE]i)?%?$/,
  /^(\d{1,6}(ms|[smhd])){1,4}$/,
  /^v?\d{1,8}(\.\d{1,6}){0,3}$/,
  /^v\d+((alpha|beta)\d+)?$/,
  // Five fields of cron, with the names of days and months.
  /^(([\d*?/,-]|\b(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b){1,40}(\s+|$)){5}$/i,
  /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every)$/,
];

function isPlain(text: string): boolean {
  return text.length <= 60 && plainTexts.some((pattern) => pattern.test(text));
}

let words: ReadonlySet<string> | undefined;

function knownWords(): ReadonlySet<string> {
  words ??= new Set([
    ...fixedWords,
    ...operators,
    ...wellKnownLabelKeys,
    ...allowedKarpenterAwsLabelKeys,
    ...instanceTypes().flatMap(({ labels }) => Object.values(labels)),
  ]);
  return words;
}

const fixedWords: readonly string[] = [
  // Values of Karpenter and of Kubernetes.
  "true",
  "false",
  "on-demand",
  "spot",
  "reserved",
  "NoSchedule",
  "PreferNoSchedule",
  "NoExecute",
  "Empty",
  "Drifted",
  "Underutilized",
  "Never",
  "WhenEmpty",
  "WhenEmptyOrUnderutilized",
  "linux",
  "windows",
  // Resources.
  "cpu",
  "memory",
  "nodes",
  "pods",
  "ephemeral-storage",
  amdGpuResource,
  efaResource,
  neuronResource,
  nvidiaGpuResource,
  "nvidia.com/gpu.shared",
  // Kinds and versions that messages tell apart.
  "karpenter.sh/v1",
  "karpenter.sh/v1beta1",
  "karpenter.sh/v1alpha1",
  "karpenter.sh/v1alpha5",
  "karpenter.k8s.aws/v1",
  "karpenter.k8s.aws/v1beta1",
  "karpenter.k8s.aws/v1alpha1",
  "eks.amazonaws.com/v1",
  "NodePool",
  "NodePoolList",
  "NodeClaim",
  "NodeOverlay",
  "NodeClass",
  "EC2NodeClass",
  "EC2NodeClassList",
  "Provisioner",
  "AWSNodeTemplate",
  // Of EC2 and EKS.
  "required",
  "optional",
  "enabled",
  "disabled",
  "SPOT",
  "ON_DEMAND",
  "CAPACITY_BLOCK",
  "AL2",
  "AL2023",
  "Bottlerocket",
  "Custom",
  "Windows2019",
  "Windows2022",
  "Windows2025",
  // The platform's own words.
  "training",
  "inference",
  "general",
];
