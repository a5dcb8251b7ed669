import { fieldText } from "../../support/message";
import { opaqueKindOf, releaseType } from "../../support/opaque-resources";
import { readField, textOf } from "../../support/reading";
import type { Finding, ResourceRule, ResourceView } from "../../support/rule";

interface CovCarriersConfig {
  readonly reviewedCharts: readonly string[];
}

const chartPath = ["chart"];
const repositoryPath = ["repositoryOpts", "repo"];

export const covCarriers: ResourceRule<CovCarriersConfig> = {
  id: "cov-carriers",
  title: "What a program creates is shown to the rules, or is said not to be.",
  why: "A NodePool in a chart, in a file or in a script is created without any rule having read it.",
  severity: "low",
  level: "advisory",
  types: ["*"],
  guardedPaths: [chartPath],
  config: {
    reviewedCharts: {
      default: [
        "oci://public.ecr.aws/karpenter/karpenter",
        "oci://public.ecr.aws/karpenter/karpenter-crd",
        "oci://public.ecr.aws/neuron/neuron-helm-chart",
        "https://helm.ngc.nvidia.com/nvidia/gpu-operator",
        "https://nvidia.github.io/k8s-device-plugin/nvidia-device-plugin",
        "https://nvidia.github.io/dcgm-exporter/helm-charts/dcgm-exporter",
        "https://aws.github.io/eks-charts/aws-efa-k8s-device-plugin",
      ],
      description:
        "Charts that somebody has read and that make no nodes, as repository/chart. Karpenter's objects in their values are checked all the same.",
      schema: { type: "array", uniqueItems: true, items: { type: "string", minLength: 1 } },
      strictness: { measure: (charts) => -charts.length, floors: {} },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "The inputs of every resource are searched for objects of Karpenter and of EKS Auto Mode: values of a chart, manifests in a ConfigGroup, texts of YAML or JSON, also inside each other. Every rule checks what is found, with the place in the inputs as path.",
    "This rule says what could not be searched: the templates of a Helm release whose chart is not in `reviewedCharts`, files and archives, texts that name such objects and cannot be read, and resources that run a program of their own.",
    "The engine shows the objects of a Chart, ConfigFile, ConfigGroup or kustomize Directory one by one. `npm run check` runs no remote component, so there each of them is a finding.",
    "Texts in base64 are not decoded. Nothing outside of the program is searched, such as the repository that Argo CD reads.",
  ],
  since: "0.1.0",
  check: (resource, { reviewedCharts }, { underEngine }) => {
    if (resource.carrier !== undefined) return [];
    const { unreadable, files } = resource.carried;
    const isKubernetes = resource.type.startsWith("kubernetes:");
    return [
      ...unreadable.map(unreadableFinding),
      ...(isKubernetes ? files.map(fileFinding) : []),
      ...(resource.type === releaseType ? chartFindings(resource, reviewedCharts) : []),
      ...opaqueFindings(resource, underEngine),
    ];
  },
};

function unreadableFinding(path: Finding["path"]): Finding {
  return {
    path,
    problem: "a text that names objects of Karpenter, which was not judged",
    got: "a text that is not YAML or JSON, or of which a part is not known at preview",
    expected: "objects that rules can read",
    fix: "register each object as a resource of its own",
  };
}

function fileFinding(path: Finding["path"]): Finding {
  return {
    path,
    problem: "a file, which was not judged",
    got: "a file or an archive",
    expected: "values and objects in the program",
    fix: "read the file in the program and pass its content, so that rules see it",
  };
}

function chartFindings(
  { props }: ResourceView,
  reviewedCharts: readonly string[],
): readonly Finding[] {
  const chart = textOf(readField(props, ...chartPath));
  const repository = textOf(readField(props, ...repositoryPath));
  const name = chart.kind === "present" ? chart.value : "";
  const source = repository.kind === "present" ? `${trimmed(repository.value)}/${name}` : name;
  if (reviewedCharts.some((reviewed) => trimmed(reviewed) === source)) return [];
  return [
    {
      path: chartPath,
      problem: "the objects of a chart, which were not judged",
      got: "a chart that nobody is said to have read; its values were searched",
      expected: "one of reviewedCharts, or a Chart, whose objects the engine shows",
      fix: `read the templates of the chart and add it to reviewedCharts in the pack's configuration, or use helm.v4.Chart in place of ${fieldText(["helm", "v3", "Release"])}`,
    },
  ];
}

function trimmed(address: string): string {
  return address.replace(/\/+$/, "");
}

function opaqueFindings({ type }: ResourceView, underEngine: boolean): readonly Finding[] {
  const what = opaqueKindOf(type, underEngine);
  if (what === undefined) return [];
  return [
    {
      path: [],
      problem: "what this resource creates was not judged",
      got: what,
      expected: "resources that rules can read",
      fix: underEngine
        ? "register its objects as resources of their own"
        : "run pulumi preview with the policy pack, which sees more, or register its objects as resources of their own",
    },
  ];
}
