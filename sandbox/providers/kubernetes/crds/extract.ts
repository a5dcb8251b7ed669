/**
 * Makes the JSON files of this folder from the CRDs of Karpenter, without descriptions and status.
 * Usage: npx tsx sandbox/providers/kubernetes/crds/extract.ts <folder with karpenter.sh_nodepools.yaml and the others>
 * The folder of a version: $(go list -m -f '{{.Dir}}' github.com/aws/karpenter-provider-aws@v1.14.1)/pkg/apis/crds
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** The kinds that the stacks of this project make. */
const files = [
  "karpenter.sh_nodepools",
  "karpenter.sh_nodeoverlays",
  "karpenter.k8s.aws_ec2nodeclasses",
];

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: { readonly openAPIV3Schema: { properties: { spec: object } } };
    }[];
  };
}

const folder = process.argv[2];
if (folder === undefined)
  throw new Error("folder: is missing; give the folder of Karpenter's CRDs");
for (const file of files) {
  const definition = parse(readFileSync(path.join(folder, `${file}.yaml`), "utf8")) as Definition;
  const spec = definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec;
  const text = JSON.stringify(spec, withoutDescription, 1);
  writeFileSync(path.join(__dirname, `${file}.json`), `${text}\n`);
}

/** A description is text. A property with the name `description` is a schema, and is kept. */
function withoutDescription(key: string, value: unknown): unknown {
  return key === "description" && typeof value === "string" ? undefined : value;
}
