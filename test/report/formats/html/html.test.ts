import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { before, describe, it } from "mocha";
import type { Page } from "playwright-core";

import { withBrowser, type View } from "../../../../dev/screenshot/browser";
import { htmlFormat } from "../../../../report/formats/html/html-format";
import { fixtureCheckout } from "../../../support/fixture-checkout";
import { withTemporaryFolder } from "../../../support/temporary-folder";
import { smallModel } from "../../small-model";

const run = promisify(execFile);

const views: Readonly<Record<string, View>> = {
  "a telephone": { width: 390, height: 844 },
  "a desk, in the dark": { width: 1280, height: 900, colorScheme: "dark" },
};

/** Errors and requests of the page that should not happen. */
interface Complaints {
  readonly messages: string[];
  readonly requests: string[];
}

for (const stack of ["production-ap-northeast-1", "workshop-us-west-2"]) {
  describe(`the HTML report of ${stack} in Chromium`, function () {
    this.timeout(180_000);

    it("opens without an error, loads nothing and is no wider than the screen", () =>
      withTemporaryFolder(async (folder) => {
        const file = path.join(folder, "report.html");
        await run(
          process.execPath,
          ["commands/report/boot.js", stack, "--format", "html", "-o", file],
          { cwd: fixtureCheckout() },
        );
        for (const [name, view] of Object.entries(views)) {
          await withPage(view, file, async (page, { messages, requests }) => {
            assert.equal(await page.title(), `${stack}: what Karpenter will do`);
            for (const state of ["closed", "open"]) {
              if (state === "open") await openDetails(page);
              assert.deepEqual(await tooWide(page), [], `${name}, ${state}`);
            }
            const pictures = await page.locator("svg[role=img]").all();
            assert.ok(pictures.length > 10);
            for (const picture of pictures) {
              const box = await picture.boundingBox();
              assert.ok(box !== null && box.width > 100 && box.height > 5, name);
            }
            assert.ok((await page.locator("svg rect.drifted").count()) > 0);
            assert.ok((await page.locator("ol.chain li.first").count()) > 0);
            assert.deepEqual(messages, []);
            assert.deepEqual(requests, [pathToFileURL(file).href]);
          });
        }
      }));
  });
}

describe("a hostile report in Chromium", function () {
  this.timeout(60_000);

  it("runs nothing, and shows the name as it is", () =>
    withTemporaryFolder(async (folder) => {
      const file = path.join(folder, "report.html");
      const model = smallModel();
      const title = `</title><script>document.title="ran"</script><img src=x onerror="document.title='ran'">`;
      writeFileSync(file, htmlFormat.render({ ...model, title }));
      await withPage({ width: 390, height: 844 }, file, async (page, { messages, requests }) => {
        assert.equal(await page.title(), `${title}: what Karpenter will do`);
        assert.equal(await page.locator("h1").textContent(), title);
        assert.equal(await page.locator("script, img").count(), 0);
        assert.deepEqual(await tooWide(page), []);
        assert.deepEqual(messages, []);
        assert.deepEqual(requests, [pathToFileURL(file).href]);
      });
    }));
});

describe("the checks of these tests", function () {
  this.timeout(60_000);
  let complaints: Complaints;
  let wide: readonly string[];

  before(() =>
    withTemporaryFolder(async (folder) => {
      const file = path.join(folder, "faulty.html");
      writeFileSync(
        file,
        `<!doctype html><title>x</title><div style="width:500px">wide</div>
         <script>console.error("broken")</script><img src="missing.png">`,
      );
      await withPage({ width: 390, height: 844 }, file, async (page, seen) => {
        wide = await tooWide(page);
        complaints = seen;
      });
    }),
  );

  it("find their faults in a page that has them", () => {
    assert.ok(complaints.messages.includes("error: broken"));
    assert.equal(complaints.requests.length, 2);
    assert.ok(wide.length > 0);
  });
});

async function withPage(
  view: View,
  file: string,
  look: (page: Page, complaints: Complaints) => Promise<void>,
): Promise<void> {
  await withBrowser(view, async (browser) => {
    const page = await browser.newPage();
    const complaints: Complaints = { messages: [], requests: [] };
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.messages.push(`${message.type()}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => complaints.messages.push(`thrown: ${error.message}`));
    page.on("request", (request) => complaints.requests.push(request.url()));
    await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
    await look(page, complaints);
  });
}

async function openDetails(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
}

/** Says if the page is wider than the window, and lists elements that stick out without scrolling. */
async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => element.closest(".scroll, .visually-hidden, .skip, svg") !== null;
    const page = document.documentElement.scrollWidth > width ? ["the page"] : [];
    const parts = [...document.querySelectorAll("body *")]
      .filter((element) => !scrolls(element) && element.getBoundingClientRect().right > width + 1)
      .map((element) => element.tagName + "." + element.className);
    return [...page, ...parts];
  })()`);
}
