/** Puts the versions of Karpenter that karpenter-version.ts names into the comments, links and documents that name one. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { embeddedVersions, karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
import type { GeneratedFile } from "./generated-file";

const folders = [
  "command-line",
  "commands",
  "components",
  "dev",
  "docs",
  "infra",
  "policies",
  "report",
  "sandbox",
  "scheduling",
  "start",
  "test/fixtures/stacks",
];
const rootFiles = ["CONTRIBUTING.md", "NOTICE", "README.md"];

/** They say from which documentation data was taken. That changes when a person reads a newer page, not with the version. */
const filesOnData = [
  "NOTICE",
  "docs/catalogue.md",
  "infra/checks/compatibility-table.ts",
  "scheduling/catalogue/instance-catalogue.ts",
];

/** They name several versions on purpose, to compare them. */
const filesOnSeveral = [
  "docs/karpenter-1.15.md",
  "scheduling/karpenter/karpenter-version.ts",
  "scheduling/values/karpenter-minor.ts",
];
const foldersOnSeveral = ["dev/compare-karpenter/"];

const full = "\\d+\\.\\d+\\.\\d+";
const minor = "\\d+\\.\\d+";

/** Links to the repository of the core, and `sigs.k8s.io/karpenter v<version>`. */
const coreVersion = new RegExp(
  `((?:kubernetes-sigs|sigs\\.k8s\\.io)/karpenter(?:/blob/|/tree/| |@)v)${full}\\b`,
  "g",
);

/** Links to the repository of the AWS provider, and `karpenter-provider-aws v<version>`. */
const providerVersion = new RegExp(`(karpenter-provider-aws(?:/blob/|/tree/| |@)v)${full}\\b`, "g");

/** `Karpenter <version>`, `Karpenter's AWS provider <version>`, `karpenter: <version>`. */
const installedVersion = new RegExp(`((?<!/)[Kk]arpenter(?:'s AWS provider)?:? v?)${full}\\b`, "g");

/** Links to the documentation, and `Karpenter <version>`. Not "since Karpenter <version>", which is history, also after a line break. */
const minorVersion = new RegExp(
  `(karpenter\\.sh/v|(?<![Ss]ince[\\s*]+)Karpenter )${minor}(?!\\.?\\d)`,
  "g",
);

/** The versions that texts name. */
export interface TextVersions {
  /** What the stacks install. */
  readonly installed: string;
  /** What the embedded scheduler is made of; links to source lines name them. */
  readonly core: string;
  readonly providerAws: string;
}

const current: TextVersions = { installed: karpenterVersion, ...embeddedVersions };

/** The text with every mention of a version of Karpenter set to these. */
export function withKarpenterVersion(
  { file, text }: GeneratedFile,
  { installed, core, providerAws }: TextVersions = current,
): string {
  if (namesSeveralVersions(file)) return text;
  const renewed = text
    .replace(coreVersion, `$1${core}`)
    .replace(providerVersion, `$1${providerAws}`)
    .replace(installedVersion, `$1${installed}`);
  if (filesOnData.includes(file)) return renewed;
  return renewed.replace(minorVersion, `$1${installed.split(".").slice(0, 2).join(".")}`);
}

/** Whether a file compares versions, so that its mentions stay as a person wrote them. */
export function namesSeveralVersions(file: string): boolean {
  return (
    filesOnSeveral.includes(file) || foldersOnSeveral.some((folder) => file.startsWith(folder))
  );
}

/** Every source and document that may mention the version, as it is on disk. */
export function filesWithKarpenterVersion(root: string): readonly GeneratedFile[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter(
        (file) => /\.(ts|js|go|md|yaml)$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file),
      )
      .map((file) => `${folder}/${file.split(path.sep).join("/")}`),
  );
  return [...files, ...rootFiles]
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
}
