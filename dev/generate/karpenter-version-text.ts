/** Puts the version of Karpenter that karpenter-version.ts names into the comments, links and documents that name one. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
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

const repository = "(?:karpenter-provider-aws|kubernetes-sigs/karpenter|sigs\\.k8s\\.io/karpenter)";
const full = "\\d+\\.\\d+\\.\\d+";
const minor = "\\d+\\.\\d+";

/** Links to both repositories, `karpenter-provider-aws v<version>`, `Karpenter <version>`, `karpenter: <version>`. */
const fullVersion = new RegExp(
  `(${repository}(?:/blob/|/tree/| |@)v|[Kk]arpenter(?:'s AWS provider)?:? v?)${full}\\b`,
  "g",
);

/** Links to the documentation, and `Karpenter <version>`. Not "since Karpenter <version>", which is history, also after a line break. */
const minorVersion = new RegExp(
  `(karpenter\\.sh/v|(?<![Ss]ince[\\s*]+)Karpenter )${minor}(?!\\.?\\d)`,
  "g",
);

/** The text with every mention of Karpenter's version set to this one. */
export function withKarpenterVersion(
  { file, text }: GeneratedFile,
  version: string = karpenterVersion,
): string {
  const renewed = text.replace(fullVersion, `$1${version}`);
  if (filesOnData.includes(file)) return renewed;
  return renewed.replace(minorVersion, `$1${version.split(".").slice(0, 2).join(".")}`);
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
