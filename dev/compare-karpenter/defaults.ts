/** Defaults and rules of Karpenter's CRDs and the values of its chart, flat, so that two versions can be compared. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Answered } from "./changes";

/** The files of a release that are compared. `older-files.ts` puts them into the cache. */
export const crdFiles = [
  "karpenter.sh_nodepools.yaml",
  "karpenter.k8s.aws_ec2nodeclasses.yaml",
] as const;
export const chartValuesFile = "values.yaml";

/** All defaults and rules of a release, from the folder with its files. */
export function defaultsOf(folder: string): readonly Answered[] {
  const read = (file: string): unknown => parse(readFileSync(path.join(folder, file), "utf8"));
  return [
    ...crdFiles.flatMap((file) => schemaFacts(read(file))),
    ...settingsFacts(read(chartValuesFile)),
  ];
}

interface Crd {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly schema: {
        readonly openAPIV3Schema: { readonly properties: { readonly spec: Schema } };
      };
    }[];
  };
}

interface Schema {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

/** For each field of a CRD's `spec`: its default, its allowed values, whether it is required, whether it is open. */
export function schemaFacts(crd: unknown): readonly Answered[] {
  const { names, versions } = (crd as Crd).spec;
  const spec = versions[0]?.schema.openAPIV3Schema.properties.spec;
  return spec === undefined ? [] : factsBelow(spec, `${names.kind} spec`);
}

function factsBelow(schema: Schema, at: string): readonly Answered[] {
  const own: Answered[] = [];
  const add = (fact: string, value: unknown): void => {
    if (value !== undefined) own.push({ item: `${at}: ${fact}`, answer: JSON.stringify(value) });
  };
  add("default", schema.default);
  add("one of", schema.enum && [...schema.enum].sort());
  add("any field", schema["x-kubernetes-preserve-unknown-fields"]);
  for (const key of [...(schema.required ?? [])].sort()) {
    own.push({ item: `${at}.${key}: required`, answer: "yes" });
  }
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const field = { item: `${at}.${key}: field`, answer: "yes" };
    return [field, ...factsBelow(child, `${at}.${key}`)];
  });
  return [...own, ...below, ...(schema.items ? factsBelow(schema.items, `${at}[]`) : [])];
}

/** The keys below `settings` of the chart, each with its default. */
export function settingsFacts(values: unknown): readonly Answered[] {
  const { settings } = values as { readonly settings?: unknown };
  return flat(settings, "chart settings");
}

function flat(value: unknown, at: string): readonly Answered[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ item: at, answer: JSON.stringify(value) ?? "nothing" }];
  }
  return Object.entries(value).flatMap(([key, child]) => flat(child, `${at}.${key}`));
}
