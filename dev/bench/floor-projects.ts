import fs from "node:fs";
import path from "node:path";
import { linkPackages } from "./checkout-copy";

/**
 * A Pulumi program in TypeScript with Pulumi's default start: ts-node, which transpiles without checking types. It uses
 * nothing of this project, and its time is the floor that the stacks are compared with.
 */
export interface FloorProject {
  readonly name: string;
  readonly program: string;
}

/** A program that does nothing. It measures the engine, the language host and Pulumi's SDK. */
export const emptyProject: FloorProject = {
  name: "empty",
  program: "export = async (): Promise<Record<string, string>> => ({});\n",
};

/** A program that imports the provider SDKs of the platform and registers one resource. */
export const importingProject: FloorProject = {
  name: "importing",
  program: `import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";

export = async (): Promise<Record<string, string>> => {
  const provider = new aws.Provider("aws", { region: "us-east-1" as aws.Region });
  new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" }, { provider });
  return { eks: eks.Cluster.name, kubernetes: k8s.Provider.name };
};
`,
};

const tsconfig = {
  compilerOptions: { target: "ES2023", module: "CommonJS", moduleResolution: "Node10" },
  "ts-node": { transpileOnly: true },
};

/** Writes the project, with links to the packages of this checkout. */
export function writeFloorProject({ name, program }: FloorProject, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void =>
    fs.writeFileSync(path.join(folder, file), text);
  write("Pulumi.yaml", `name: ${name}\nruntime: nodejs\n`);
  write("package.json", `${JSON.stringify({ name, main: "index.ts" })}\n`);
  write("tsconfig.json", `${JSON.stringify(tsconfig)}\n`);
  write("index.ts", program);
  linkPackages(folder);
}
