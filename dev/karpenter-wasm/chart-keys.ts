/** The lists of the keys that Karpenter's charts know, taken from the charts of Karpenter's AWS provider. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { testedReleases } from "../../components/karpenter/releases";
import { keyListText } from "../charts/key-list";
import type { StoredText } from "./crds";

const chartKeysFolder = join(__dirname, "..", "..", "test", "fixtures", "charts");

const charts = ["karpenter", "karpenter-crd"];

/** The list of each chart, from the folder of Karpenter's AWS provider at this version. */
export function karpenterChartKeys(providerFolder: string, version: string): readonly StoredText[] {
  return charts.map((chart) => {
    const values = `charts/${chart}/values.yaml`;
    return {
      file: join(chartKeysFolder, `${chart}-${version}.keys.json`),
      text: keyListText({
        chart,
        version,
        source: `https://github.com/aws/karpenter-provider-aws/blob/v${version}/${values}`,
        values: parse(readFileSync(join(providerFolder, values), "utf8")),
      }),
    };
  });
}

/** The files of the folder that list the keys of a version of Karpenter's charts that is tested no more. */
export function outdatedChartKeys(folder = chartKeysFolder): readonly string[] {
  const current = Object.values(testedReleases);
  return readdirSync(folder)
    .filter((file) => /^karpenter(-crd)?-\d.*\.keys\.json$/.test(file))
    .filter((file) => !current.some((version) => file.endsWith(`-${version}.keys.json`)))
    .map((file) => join(folder, file));
}
