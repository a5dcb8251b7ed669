import { disruptionReasons } from "../../scheduling/budgets/budget";
import { maintenanceWindowAnnotationKey } from "../../scheduling/budgets/maintenance-window";
import {
  capacityBlocksAnnotationKey,
  retiredAnnotationKey,
} from "../../scheduling/node-pool/pool-limits";
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

/** A value of any shape: a text in quotes if everyone knows it, a number, or what kind of value it is. */
export function quotedValue(value: unknown): string {
  if (typeof value === "string") return isKnown(value) ? JSON.stringify(value) : quoted(value);
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return typeof value;
  const json = JSON.stringify(value);
  if (json.length <= 80 && textsOf(value).every(isKnown)) return json;
  return Array.isArray(value) ? "a list" : "an object";
}

/**
 * A sentence of the model with what it quotes as {@link quoted} does, and without texts of `root` that are not known.
 * A quoted sign alone, as in `letters, "-" and "."`, is a word of the model.
 */
export function withoutUnknownTexts(sentence: string, root: unknown): string {
  const quotes = sentence.replace(/"((?:[^"\\]|\\.)*)"/g, (whole, text: string) =>
    isKnown(text) || isSign(text) ? whole : quoted(text),
  );
  return textsOf(root)
    .filter((text) => text.length > 2 && !isKnown(text))
    .sort((a, b) => b.length - a.length)
    .reduce((shown, text) => shown.replaceAll(text, quoted(text)), quotes);
}

function isSign(text: string): boolean {
  return /^[\p{P}\p{S}]$/u.test(text);
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .flatMap(([key, field]) => [...(Array.isArray(value) ? [] : [key]), ...textsOf(field)])
    .filter((text) => !schemaKeys.includes(text));
}

/** Keys of requirements and budgets, which are words of every message. */
const schemaKeys: readonly string[] = [
  "key",
  "operator",
  "values",
  "minValues",
  "nodes",
  "reasons",
  "schedule",
  "duration",
];

/** Whether a text is a number, or a word that everyone knows. */
export function isKnown(text: string): boolean {
  return isPlain(text) || knownWords().has(text) || isLocalSchedule(text);
}

/** A schedule with a time zone in front, as people write it who do not know that Karpenter refuses it. */
function isLocalSchedule(text: string): boolean {
  const [, zone = "", schedule = ""] = /^(?:CRON_)?TZ=([\w/+-]+) (.*)$/.exec(text) ?? [];
  return zone !== "" && isPlain(schedule) && isTimeZone(zone);
}

function isTimeZone(name: string): boolean {
  return name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name);
}

/** Numbers with their units, releases, and schedules: digits, and letters of which no word can be made. */
const plainTexts: readonly RegExp[] = [
  /^-?\d{1,9}(\.\d{1,9})?([eE][+-]?\d{1,3})?([numkMGTPE]|[KMGTPE]i)?%?$/,
  /^(\d{1,6}(ms|[smhd])){1,4}$/,
  /^v?\d{1,8}(\.\d{1,6}){0,3}$/,
  /^v\d+((alpha|beta)\d+)?$/,
  // Five fields of cron, with the names of days and months.
  /^(([\d*?/,-]|\b(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b){1,40}(\s+|$)){5}$/i,
  // Instance types and families, those of tomorrow too.
  /^[a-z]{1,3}\d{1,2}[a-z-]{0,8}(\.(nano|micro|small|medium|large|\d{0,3}xlarge|metal(-\d+xl)?))?$/,
  /^(al2|al2023|bottlerocket|windows\d{4})(@(latest|v?\d{1,8}(\.\d{1,4}){0,3}))?$/,
  /^\/dev\/(xvd[a-z]|sd[a-z]\d?|nvme\dn\d)$/,
  /^@every (\d{1,6}[smh]){1,3}$/,
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
    ...disruptionReasons,
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
  // Words of EC2 and EKS.
  "required",
  "optional",
  "enabled",
  "disabled",
  "SPOT",
  "ON_DEMAND",
  "CAPACITY_BLOCK",
  "custom",
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
  "workload",
  maintenanceWindowAnnotationKey,
  retiredAnnotationKey,
  capacityBlocksAnnotationKey,
];
