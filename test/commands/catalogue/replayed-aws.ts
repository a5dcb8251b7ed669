/** A server on this machine that answers as EC2 and the Pricing API do, from test/fixtures/aws-responses. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const fixtures = join(__dirname, "..", "..", "fixtures", "aws-responses");

export type Action = "DescribeAvailabilityZones" | "DescribeInstanceTypeOfferings" | "GetProducts";

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The connection ends after so many bytes of the body that was announced. */
  readonly cutAfter?: number;
}

/** A request, with the parts that tests read. */
export interface SeenRequest {
  readonly action: string;
  /** The region in the signature, such as `us-west-2`. */
  readonly region: string;
  /** The fields of EC2's form, or of the JSON body. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ReplayedAws {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Gives the answer instead of the fixture's, once for each call of this function. */
  insert(action: Action, answer: Answer): void;
  stop(): Promise<void>;
}

/** What EC2 says by XML: the fixture of that name. */
export function ec2Answer(name: string, status = 200): Answer {
  return { status, body: readFileSync(join(fixtures, `${name}.xml`), "utf8") };
}

/** What the Pricing API says when it refuses: the fixture of that name. */
export function pricingRefusal(name: string): Answer {
  const { status, body } = readJson(name) as { status: number; body: unknown };
  return { status, body: JSON.stringify(body) };
}

/** Starts it. Every page of a fixture is answered to the token that the page before names. */
export async function replayAws(): Promise<ReplayedAws> {
  const requests: SeenRequest[] = [];
  const inserted = new Map<string, Answer[]>();
  const server = createServer((request, response) => {
    void seenRequest(request).then((seen) => {
      requests.push(seen);
      send(response, inserted.get(seen.action)?.shift() ?? answerTo(seen));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    insert: (action, answer) => {
      inserted.set(action, [...(inserted.get(action) ?? []), answer]);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function seenRequest(request: IncomingMessage): Promise<SeenRequest> {
  const body = await text(request);
  const { authorization = "", "x-amz-target": target } = request.headers;
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1] ?? "";
  if (typeof target === "string") {
    const parameters = JSON.parse(body) as Record<string, unknown>;
    return { action: target.replace("AWSPriceListService.", ""), region, parameters };
  }
  const parameters = Object.fromEntries(new URLSearchParams(body));
  return { action: parameters["Action"] ?? "", region, parameters };
}

function answerTo({ action, parameters }: SeenRequest): Answer {
  if (action === "DescribeAvailabilityZones") return ec2Answer("ec2-zones-us-west-2");
  if (action === "DescribeInstanceTypeOfferings") {
    const page = offeringsPageByToken.get(parameters["NextToken"] as string | undefined);
    if (page !== undefined) return ec2Answer(`ec2-offerings-us-west-2-${page}`);
  }
  if (action === "GetProducts") return productsPage(parameters);
  return { status: 400, body: `no fixture answers ${action}` };
}

const offeringsPageByToken = new Map<string | undefined, number>([
  [undefined, 1],
  ["b2ZmZXJpbmdzLTI=", 2],
  ["b2ZmZXJpbmdzLTM=", 3],
]);

function productsPage(parameters: SeenRequest["parameters"]): Answer {
  const { pages } = readJson("pricing-products-us-west-2") as {
    pages: Record<string, unknown[][]>;
  };
  const filters = parameters["Filters"] as { Field: string; Value: string }[];
  const family = filters.find(({ Field }) => Field === "productFamily")?.Value ?? "";
  const index = Number((parameters["NextToken"] as string | undefined)?.replace("page-", "") ?? 0);
  const all = pages[family] ?? [];
  const next = index + 1 < all.length ? { NextToken: `page-${index + 1}` } : {};
  const PriceList = (all[index] ?? []).map((entry) => JSON.stringify(entry));
  return { status: 200, body: JSON.stringify({ FormatVersion: "aws_v1", ...next, PriceList }) };
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8"));
}

function send(response: ServerResponse, { status, body, cutAfter }: Answer): void {
  const type = body.startsWith("<") ? "text/xml;charset=UTF-8" : "application/x-amz-json-1.1";
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  if (cutAfter === undefined) {
    response.end(body);
    return;
  }
  response.write(body.slice(0, cutAfter), () => response.destroy());
}
