import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "mocha";
import { downloadSiteFault } from "../../../sandbox/binaries/download";

async function withServer(server: Server, use: (site: string) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/install.sh`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("asking whether the download site can be used", () => {
  it("finds no fault with a site that answers", () =>
    withServer(
      createServer((_, response) => response.end()),
      async (site) => assert.equal(await downloadSiteFault(site), undefined),
    ));

  it("names the status of a site that refuses", () =>
    withServer(
      createServer((_, response) => response.writeHead(403).end()),
      async (site) => assert.equal(await downloadSiteFault(site), "it answers with status 403"),
    ));

  it("gives up after three seconds of silence", () =>
    withServer(
      createServer(() => undefined),
      async (site) => {
        const started = Date.now();
        assert.equal(await downloadSiteFault(site), "no answer within 3 seconds");
        assert.ok(Date.now() - started < 4_500);
      },
    )).timeout(10_000);

  it("gives the reason when nothing listens", async () => {
    let closed = "";
    await withServer(createServer(), (site) => {
      closed = site;
      return Promise.resolve();
    });
    assert.equal(await downloadSiteFault(closed), `connect ECONNREFUSED ${new URL(closed).host}`);
  });
});
