import path from "node:path";

import { stackFileSchema, stackFileSchemaText } from "../../infra/config/json-schema";
import { configurationPage } from "./configuration-page";
import { otherFindingsFile, otherFindingsText } from "./fixture-findings";
import type { GeneratedFile } from "./generated-file";
import { filesWithKarpenterVersion, withKarpenterVersion } from "./karpenter-version-text";
import { policyPages } from "./policy-pages";
import { quotasPage } from "./quotas-page";
import { tiersPage } from "./tiers-page";

const root = path.resolve(__dirname, "../..");

/** Every generated file of the repository, as it has to be, and every file that names Karpenter's version. */
export function generatedFiles(): readonly GeneratedFile[] {
  const generated = [
    { file: "stacks/schema.json", text: stackFileSchemaText() },
    { file: "docs/configuration.md", text: configurationPage(stackFileSchema()) },
    { file: "docs/tiers.md", text: tiersPage(path.join(root, "stacks")) },
    { file: "docs/quotas.md", text: quotasPage(root) },
    ...policyPages(),
    { file: otherFindingsFile, text: otherFindingsText() },
  ];
  const names = new Set(generated.map(({ file }) => file));
  const written = filesWithKarpenterVersion(root).filter(({ file }) => !names.has(file));
  return [...generated, ...written].map((one) => ({ ...one, text: withKarpenterVersion(one) }));
}
