/**
 * The licences of everything that is compiled into the embedded Karpenter. Most of them require that a binary is
 * distributed together with their text.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Module {
  /** `sigs.k8s.io/karpenter v1.15.0` */
  readonly name: string;
  readonly folder: string;
}

const licenceFile = /^(LICEN[CS]E|COPYING|NOTICE)([.-].*)?$/i;

/** One section per distinct text, with the modules that have it. The same input gives the same text. */
export function licencesText(modules: readonly Module[]): string {
  const coveredBy = new Map<string, string[]>();
  for (const { name, folder } of modules) {
    for (const file of licenceFilesIn(folder)) {
      const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
      const covered = coveredBy.get(text) ?? [];
      if (!covered.includes(name)) covered.push(name);
      coveredBy.set(text, covered);
    }
  }
  const sections = [...coveredBy].map(([text, names]) => `${names.sort().join("\n")}\n\n${text}\n`);
  return [introduction, ...sections.sort()].join(`\n${"=".repeat(80)}\n`);
}

/** The modules without a licence file. */
export function withoutLicence(modules: readonly Module[]): readonly string[] {
  return modules
    .filter(({ folder }) => licenceFilesIn(folder).length === 0)
    .map(({ name }) => name);
}

const introduction = "karpenter.wasm.br holds code of these modules, under these licences.\n";

function licenceFilesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => licenceFile.test(file))
    .sort();
}
