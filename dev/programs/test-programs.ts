import path from "node:path";
import type { GoProgram } from "../../sandbox/binaries/go-build";

/** Renders charts with Helm's own packages. Its source is in `helm-render/`. */
export const helmRenderProgram: GoProgram = {
  title: "helm-render (helm v3.22.0)",
  name: "helm-render",
  moduleFolder: path.join(__dirname, "helm-render"),
  package: ".",
  linkerFlags: [],
  expectedDuration: "about two minutes, once",
};

/** The checker of GitHub Actions workflows: https://github.com/rhysd/actionlint */
export const actionlintProgram: GoProgram = {
  title: "actionlint v1.7.12",
  name: "actionlint",
  moduleFolder: path.join(__dirname, "actionlint"),
  package: "github.com/rhysd/actionlint/cmd/actionlint",
  linkerFlags: [],
  expectedDuration: "half a minute, once",
};

/** Evaluates CEL with the API server's own environment. Its source is in `cel-eval/`. */
export const celEvalProgram: GoProgram = {
  title: "cel-eval (k8s.io/apiserver v0.37.0)",
  name: "cel-eval",
  moduleFolder: path.join(__dirname, "cel-eval"),
  package: ".",
  linkerFlags: [],
  expectedDuration: "about a minute, once",
};

/** Every program that only tests use. */
export const testPrograms: readonly GoProgram[] = [
  helmRenderProgram,
  actionlintProgram,
  celEvalProgram,
];
