import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { assembleReport } from "../../report/assemble";
import { askInThisThread } from "../../report/placement-thread/ask-placements";
import { measuredStack } from "../bench/measured-stack";
import { withBrowser } from "./browser";
import { htmlFormat } from "../../report/formats/html/html-format";
import { stackSubject } from "../../report/subject/stack-subject";

/** The same week each time makes the same picture. */
const week = "2026-03-02";
const mostBytes = 300_000;
const root = path.resolve(__dirname, "../..");
const stack = measuredStack("production-us-east-1", root);
const picture = path.join(root, "docs", "images", "report.png");

/** Hides all but the head, the worst traps, the table of pools, one chain and the calendar. */
const excerpt = `
  nav, details, h2 + p, .foot, section:has(> #limits, > #cost, > #types, > #agents, > #sources) { display: none; }
  .traps > li:nth-child(n + 3), .mild, h3:has(+ .mild), #disruption ~ :not(figure) { display: none; }
  section:has(> #workloads) > .block:not(:has([aria-label*="fallback-chain="])) { display: none; }
  h2 { margin-top: 2rem; }
`;

/**
 * Makes docs/images/report.png: an excerpt of a stack's report, because the whole is many screens long.
 *
 * @returns what was written, in one line
 * @throws MissingTool if there is no Chromium
 */
export async function makePicture(): Promise<string> {
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
  return `Wrote ${path.relative(root, picture)}, ${Math.round(size / 1000)} kB`;
}
