/** The schemas of Karpenter's objects that the sandbox's Kubernetes checks, taken from Karpenter's CRDs. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const storedFolder = join(__dirname, "..", "..", "sandbox", "providers", "kubernetes", "crds");

/** The kinds that the stacks of this project create. */
const kinds = [
  "karpenter.sh_nodepools",
  "karpenter.sh_nodeoverlays",
  "karpenter.k8s.aws_ec2nodeclasses",
];

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: {
        readonly openAPIV3Schema: { readonly properties: { readonly spec: object } };
      };
    }[];
  };
}

/** A file that the build writes, and the text that belongs there. */
export interface StoredText {
  readonly file: string;
  readonly text: string;
}

/**
 * The schema of every kind's `spec`, without descriptions.
 *
 * @param providerFolder the folder of Karpenter's AWS provider
 * @param minor its minor version, such as `1.15`, which names the folder of the files
 */
export function crdSchemas(providerFolder: string, minor: string): readonly StoredText[] {
  return kinds.map((kind) => {
    const source = join(providerFolder, "pkg", "apis", "crds", `${kind}.yaml`);
    const definition = parse(readFileSync(source, "utf8")) as Definition;
    const spec = definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec;
    const text = `${JSON.stringify(spec, withoutDescription, 2)}\n`;
    return { file: join(storedFolder, minor, `${kind}.json`), text };
  });
}

/** A description is text. A property with the name `description` is a schema, and stays. */
function withoutDescription(key: string, value: unknown): unknown {
  return key === "description" && typeof value === "string" ? undefined : value;
}
