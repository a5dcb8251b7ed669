/** The same Go program built for this machine: `npm run karpenter-wasm -- native <path>`. */

import { execFileSync } from "node:child_process";
import { karpenterOf, type Karpenter } from "../../../scheduling/karpenter/karpenter";

/** Starts the program for each question, which takes about a tenth of a second. */
export function nativeKarpenter(program: string): Karpenter {
  let catalogue = "";
  return karpenterOf((question) => {
    const isCatalogue = question.startsWith('{"question":"catalogue"');
    const input = isCatalogue ? `${question}\n` : `${catalogue}${question}\n`;
    if (isCatalogue) catalogue = input;
    const output = execFileSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
    return output.trimEnd().split("\n").at(-1) ?? "";
  });
}
