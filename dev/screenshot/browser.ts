import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { chromium, type BrowserContext } from "playwright-core";

import { findChromium } from "../programs/chromium";
import { reporterFor } from "../../command-line/reporter";

/** Switches for a browser that only opens files. They turn off everything that it would fetch by itself. */
const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture for each of the page. */
  readonly scale?: number;
  readonly colorScheme?: "light" | "dark";
}

/**
 * Opens Chromium with its own profile, and removes the profile afterwards.
 *
 * @throws MissingTool when there is no Chromium and none can be installed
 */
export async function withBrowser<T>(
  { width, height, scale = 1, colorScheme = "light" }: View,
  look: (browser: BrowserContext) => Promise<T>,
): Promise<T> {
  const executablePath = await findChromium({
    environment: process.env,
    reporter: reporterFor(process.stderr),
  });
  const profile = mkdtempSync(path.join(os.tmpdir(), "report-browser-"));
  try {
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: switches,
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme,
    });
    try {
      return await look(browser);
    } finally {
      await browser.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
