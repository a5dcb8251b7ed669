/** The lists of the keys that Karpenter's charts know, taken from the charts of Karpenter's AWS provider. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
import { keyListText } from "../charts/key-list";
import type { StoredText } from "./crds";

const chartKeysFolder = join(__dirname, "..", "..", "test", "fixtures", "charts");

const charts = ["karpenter", "karpenter-crd"];

/** The list of each chart, from the folder of Karpenter's AWS provider. */
export function karpenterChartKeys(providerFolder: string): readonly StoredText[] {
  return charts.map((chart) => {
    const values = `charts/${chart}/values.yaml`;
    return {
      file: join(chartKeysFolder, `${chart}-${karpenterVersion}.keys.json`),
      text: keyListText({
        chart,
        version: karpenterVersion,
        source: `https://github.com/aws/karpenter-provider-aws/blob/v${karpenterVersion}/${values}`,
        values: parse(readFileSync(join(providerFolder, values), "utf8")),
      }),
    };
  });
}

/** The files of the folder that list the keys of another version of Karpenter's charts. */
export function outdatedChartKeys(folder = chartKeysFolder): readonly string[] {
  return readdirSync(folder)
    .filter((file) => /^karpenter(-crd)?-\d.*\.keys\.json$/.test(file))
    .filter((file) => !file.endsWith(`-${karpenterVersion}.keys.json`))
    .map((file) => join(folder, file));
}
