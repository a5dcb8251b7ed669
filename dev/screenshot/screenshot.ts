/**
 * Makes docs/images/report.png, the picture in the README: an excerpt of a stack's report, because the
 * whole is many screens long. `npm run report:screenshot`
 */

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { MissingTool } from "../../command-line/missing-tool";
import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { assembleReport } from "../../report/assemble";
import { askInThisThread } from "../../report/placement-thread/ask-placements";
import { measuredStack } from "../bench/measured-stack";
import { withBrowser } from "./browser";
import { htmlFormat } from "../../report/formats/html/html-format";
import { stackSubject } from "../../report/subject/stack-subject";

/** Any week does; the same one each time makes the same picture. */
const week = "2026-03-02";
const mostBytes = 300_000;
const root = path.resolve(__dirname, "../..");
const stack = measuredStack("production-us-east-1", root);
const picture = path.join(root, "docs", "images", "report.png");

/** Leaves the head, the worst traps, the table of pools, a chain and the calendar. */
const excerpt = `
  nav, details, h2 + p, .foot, section:has(> #limits, > #cost, > #types, > #agents, > #sources) { display: none; }
  .traps > li:nth-child(n + 3), .mild, h3:has(+ .mild), #disruption ~ :not(figure) { display: none; }
  section:has(> #workloads) > .block:not(:has([aria-label*="fallback-chain="])) { display: none; }
  h2 { margin-top: 2rem; }
`;

async function main(): Promise<void> {
  const model = await assembleReport(stackSubject(root, stack), {
    day: week,
    now: new Date(),
    placements: askInThisThread(loadKarpenter()),
    progress: () => undefined,
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), "report-screenshot-"));
  try {
    const file = path.join(folder, "report.html");
    writeFileSync(file, htmlFormat.render(model));
    mkdirSync(path.dirname(picture), { recursive: true });
    await withBrowser({ width: 1040, height: 800 }, async (browser) => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      await page.addStyleTag({ content: excerpt });
      await page.screenshot({ path: picture, fullPage: true });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { size } = statSync(picture);
  if (size > mostBytes) throw new Error(`${picture}: ${size} bytes, more than ${mostBytes}`);
  console.log(`Wrote ${path.relative(root, picture)}, ${Math.round(size / 1000)} kB`);
}

guardOutput();
void new Command("npm run report:screenshot --")
  .description(
    `Opens the report of ${stack} in Chromium and writes the picture of the README, ${path.relative(root, picture)}.`,
  )
  .addHelpText(
    "after",
    "\nExit codes: 0 written; 1 a wrong argument; 2 Chromium is missing, or an internal failure.",
  )
  .action(() =>
    main().catch((error: unknown) => {
      console.error(error instanceof MissingTool ? error.message : error);
      process.exitCode = exitCodes.internal;
    }),
  )
  .parseAsync();
