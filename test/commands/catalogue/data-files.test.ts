import assert from "node:assert/strict";
import fs, { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mock } from "node:test";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  fileNames,
  readDataFiles,
  writeDataFiles,
  type CatalogueData,
} from "../../../commands/catalogue/data-files";
import { dataTexts, smallCatalogue, writeSmallCatalogue } from "./small-catalogue";

describe("the data files", () => {
  let folder: string;
  beforeEach(() => {
    folder = writeSmallCatalogue();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const renewed: CatalogueData = {
    ...smallCatalogue(),
    offerings: { ...smallCatalogue().offerings, source: { offerings: "EC2", date: "2026-11-22" } },
    prices: {
      names: "g5.xlarge",
      regions: {
        "us-west-2": {
          source: "AWS",
          date: "2026-11-22",
          onDemandUsdPerHour: { values: "1.1", rows: "0" },
        },
      },
    },
  };

  it("are written when they differ, and can be read again", () => {
    const written = writeDataFiles(readDataFiles(folder), renewed);
    assert.deepEqual(
      written.map(({ file }) => file),
      [join(folder, "instance-offerings.json"), join(folder, "on-demand-prices.json")],
    );
    for (const { file, bytes } of written) assert.equal(readFileSync(file).length, bytes);
    assert.deepEqual(readDataFiles(folder).data, renewed);
    assert.deepEqual(writeDataFiles(readDataFiles(folder), renewed), []);
    assert.deepEqual(readdirSync(folder).sort(), Object.values(fileNames).sort());
  });

  it("stay as they are, all of them, when another process has changed one", () => {
    const stored = readDataFiles(folder);
    const prices = join(folder, "on-demand-prices.json");
    writeFileSync(prices, '{ "names": "", "regions": {} }\n');
    const before = dataTexts(folder);
    assert.throws(() => writeDataFiles(stored, renewed), {
      name: "InputFault",
      message: `${prices}: has changed since this run began; expected nobody else to write it; run again`,
    });
    assert.deepEqual(dataTexts(folder), before);
    assert.deepEqual(readdirSync(folder).sort(), Object.values(fileNames).sort());
  });

  it("stay as they are, all of them, when one cannot be written", () => {
    const stored = readDataFiles(folder);
    const before = dataTexts(folder);
    const real = fs.writeFileSync;
    mock.method(fs, "writeFileSync", (file: string, text: string) => {
      if (file.includes("on-demand-prices")) throw new Error("ENOSPC: no space left on device");
      real(file, text);
    });
    assert.throws(() => writeDataFiles(stored, renewed), {
      name: "InputFault",
      message:
        /^[^:]+: cannot be written \(ENOSPC: [^)]+\); expected a folder that you may write; /,
    });
    mock.restoreAll();
    assert.deepEqual(dataTexts(folder), before);
    assert.deepEqual(readdirSync(folder).sort(), Object.values(fileNames).sort());
  });
});
