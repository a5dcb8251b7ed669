/** Loads one format in a process of its own, and prints its name and the formats that the process has loaded. */

import path from "node:path";

import { isFormatName, loadFormat } from "../../../report/formats/registry";
import { smallModel } from "../small-model";

async function main(name: string): Promise<void> {
  if (!isFormatName(name)) throw new Error(`no format: ${name}`);
  const format = await loadFormat(name);
  const loaded = Object.keys(require.cache)
    .map((file) => path.basename(file, ".ts"))
    .filter((file) => /^(?!report|load).*-format$/.test(file));
  const text = await format.render(smallModel(), { width: 100 });
  console.log(JSON.stringify({ name: format.name, loaded, start: text.slice(0, 40) }));
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
