import { writeFileSync } from "node:fs";
import path from "node:path";

import { stringify } from "yaml";

import { assembleReport } from "../../report/assemble";
import type { ReportModel } from "../../report/model";
import { askInThisThread } from "../../report/placement-thread/ask-placements";
import { manifestSubject } from "../../report/subject/manifest-subject";
import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { withTemporaryFolder } from "./temporary-folder";

export interface PoolParts {
  readonly name?: string;
  readonly requirements?: readonly object[];
  readonly taints?: readonly object[];
  /** More fields of `spec.template.spec`. */
  readonly node?: object;
  /** More fields of `spec`. */
  readonly spec?: object;
  readonly disruption?: object;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeClassRef?: object;
  readonly apiVersion?: string;
}

export const gpuTaint = { key: "nvidia.com/gpu", effect: "NoSchedule" };
const toleratesGpu = { key: "nvidia.com/gpu", operator: "Exists" };

/** A sound pool of one GPU family, on demand, but for what is given. */
export function poolManifest(family: string, parts: PoolParts = {}): object {
  const { name = "gpu", requirements = [], taints = [gpuTaint], labels, annotations } = parts;
  return {
    apiVersion: parts.apiVersion ?? "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      template: {
        metadata: {
          labels: labels ?? { workload: "inference" },
          ...(annotations === undefined ? {} : { annotations }),
        },
        spec: {
          nodeClassRef: parts.nodeClassRef ?? ec2Class("gpu"),
          requirements: [
            ...(family === "" ? [] : [inValues("karpenter.k8s.aws/instance-family", family)]),
            ...(requirements.length === 0
              ? [inValues("karpenter.sh/capacity-type", "on-demand")]
              : requirements),
          ],
          taints,
          expireAfter: "Never",
          ...parts.node,
        },
      },
      disruption: parts.disruption ?? {
        consolidationPolicy: "WhenEmpty",
        consolidateAfter: "10m",
        budgets: [{ nodes: "10%" }],
      },
      limits: { "nvidia.com/gpu": 8 },
      ...parts.spec,
    },
  };
}

export function inValues(key: string, ...values: readonly string[]): object {
  return { key, operator: "In", values };
}

function ec2Class(name: string): object {
  return { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name };
}

/** A sound EC2NodeClass, but for what is given. */
export function classManifest(spec: object = {}, name = "gpu"): object {
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name },
    spec: {
      amiSelectorTerms: [{ alias: "al2023@v20260903" }],
      role: "nodes",
      subnetSelectorTerms: [{ tags: { team: "ml" } }],
      securityGroupSelectorTerms: [{ tags: { team: "ml" } }],
      ...spec,
    },
  };
}

/** A Job with one container for each entry of resources. */
export function jobManifest(
  name: string,
  resources: readonly object[],
  {
    pod = {},
    podMetadata = {},
    metadata = {},
    spec = {},
  }: {
    readonly pod?: object;
    readonly podMetadata?: object;
    readonly metadata?: object;
    readonly spec?: object;
  } = {},
): object {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, ...metadata },
    spec: {
      ...spec,
      template: {
        metadata: podMetadata,
        spec: {
          tolerations: [toleratesGpu],
          containers: resources.map((one, index) => ({
            name: `c${index}`,
            image: "x",
            resources: one,
          })),
          ...pod,
        },
      },
    },
  };
}

export function limitsOf(resource: string, amount: number | string): object {
  return { limits: { [resource]: amount } };
}

/** The report on these manifests in us-west-2, in the order in which they are given. */
export function reportOf(
  manifests: readonly object[],
  { region = "us-west-2" }: { readonly region?: string } = {},
): Promise<ReportModel> {
  return withTemporaryFolder((folder) => {
    const file = path.join(folder, "all.yaml");
    writeFileSync(file, manifests.map((one) => stringify(one)).join("---\n"));
    return reportOfFiles([file], region);
  });
}

function reportOfFiles(files: readonly string[], region = "us-west-2"): Promise<ReportModel> {
  return assembleReport(manifestSubject({ files, region, zones: [] }), {
    day: "2026-03-04",
    now: new Date("2026-03-04T00:00:00Z"),
    placements: askInThisThread(loadKarpenter()),
    progress: () => undefined,
  });
}

/** The text of the only trap with this id; undefined where the report has none. */
export function trapText({ traps }: ReportModel, id: string): string | undefined {
  return traps.find((trap) => trap.id === id)?.text;
}

export function trapIds({ traps }: ReportModel): readonly string[] {
  return [...new Set(traps.map(({ id }) => id))].sort();
}
