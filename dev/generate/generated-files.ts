import path from "node:path";

import { stackFileSchema, stackFileSchemaText } from "../../infra/config/json-schema";
import { configurationPage } from "./configuration-page";
import { otherFindingsFile, otherFindingsText } from "./fixture-findings";
import { policyPages } from "./policy-pages";
import { tiersPage } from "./tiers-page";

/** One file that is made from the sources. */
export interface GeneratedFile {
  /** Path from the project's root. */
  readonly file: string;
  readonly text: string;
}

/** Every generated file of the repository, as it has to be. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { file: "stacks/schema.json", text: stackFileSchemaText() },
    { file: "docs/configuration.md", text: configurationPage(stackFileSchema()) },
    { file: "docs/tiers.md", text: tiersPage(path.resolve(__dirname, "../../stacks")) },
    ...policyPages(),
    { file: otherFindingsFile, text: otherFindingsText() },
  ];
}
