import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { htmlFormat } from "../../../report/formats/html/html-format";
import { markdownFormat, mostCharacters } from "../../../report/formats/markdown/markdown-format";
import type { ReportModel } from "../../../report/model";
import { textFormat } from "../../../report/formats/text/text-format";
import { smallModel } from "../small-model";

describe("the report as text", () => {
  it("reads as in the golden file, 100 characters wide", () => {
    assertGolden("small.txt", textFormat.render(smallModel(), { width: 100 }));
  });

  it("is as wide as the terminal, within reason", () => {
    const widest = (width: number): number =>
      Math.max(
        ...textFormat
          .render(smallModel(), { width })
          .split("\n")
          .filter((line) => line.startsWith("- "))
          .map(({ length }) => length),
      );
    assert.ok(widest(60) <= 60);
    assert.ok(widest(1) <= 60);
    assert.ok(widest(1000) <= 140);
  });

  it("passes no control character on to the terminal", () => {
    const model = { ...smallModel(), title: "a\u001b[2Jb\u202Ec\u009b" };
    assert.doesNotMatch(
      textFormat.render(model, { width: 100 }),
      /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/,
    );
  });

  it("says so if there is no trap, no workload and no agent", () => {
    const text = textFormat.render(quietModel(), { width: 100 });
    assert.match(text, /^None found in the 2 pools that were checked\.$/m);
    assert.doesNotMatch(text, /^(Where workloads land|Agents|Not read)$/m);
  });
});

describe("the report as Markdown", () => {
  it("reads as in the golden file", () => {
    assertGolden("small.md", markdownFormat.render(smallModel()));
  });

  it("lets no name become markup, a mention or the end of a cell", () => {
    const text = markdownFormat.render(smallModel());
    assert.doesNotMatch(text, /<script|@all|[^\\]\|`x/);
    for (const row of text.split("\n").filter((line) => line.startsWith("| **"))) {
      assert.equal(row.match(/(?<!\\)\|/g)?.length, row.includes("All pools") ? 5 : 9, row);
    }
  });

  it("fits a comment, and says what it left out", () => {
    const model = smallModel();
    const types = Array.from({ length: 3000 }, (_, index) => ({
      type: `g5.${index}xlarge`,
      nodes: index,
      binding: "memory",
      devices: index,
    }));
    const [first, ...others] = model.pools;
    assert.ok(first !== undefined);
    const pools = [{ ...first, ceiling: { ...first.ceiling, types } }, ...others];
    const text = markdownFormat.render({ ...model, pools });
    assert.ok(text.length <= mostCharacters, String(text.length));
    assert.doesNotMatch(text, /<summary>How far limits reach/);
    assert.match(text, /<summary>What it may cost/);
    assert.match(text, /^Parts that a comment has no room for are left out/m);
  });

  it("fits a comment with any number of findings, traps and pools", () => {
    const model = smallModel();
    const [pool] = model.pools;
    assert.ok(pool !== undefined);
    const many = <T>(make: (index: number) => T): readonly T[] =>
      Array.from({ length: 2000 }, (_, index) => make(index));
    const text = markdownFormat.render({
      ...model,
      findings: many((index) => `pools.yaml: NodePool a: spec.weight: fault ${index}`),
      traps: many((index) => ({
        id: "no-limits",
        pool: `pool-${index}`,
        text: `Nothing limits it ${index}.`,
        fix: "Limit it.",
      })),
      pools: many((index) => ({ ...pool, name: `pool-${index}` })),
    });
    assert.ok(text.length <= mostCharacters, String(text.length));
    assert.match(text, /^- 1,980 more, which --format json lists$/m);
    assert.match(text, /^\*\*2,000 traps\*\*$/m);
    assert.match(text, /^Parts that a comment has no room for are left out/m);
  });

  it("says so if there is no trap", () => {
    assert.match(
      markdownFormat.render(quietModel()),
      /^\*\*Traps: None found in the 2 pools that were checked\.\*\*$/m,
    );
  });
});

describe("the report as HTML", () => {
  const html = htmlFormat.render(smallModel());

  it("shows untrusted names as text", () => {
    assert.doesNotMatch(html, /<script/i);
    assert.ok(html.includes("&lt;script&gt;alert(1)&lt;/script&gt;|`x`@all"));
  });

  it("refers to nothing outside of the page", () => {
    assert.doesNotMatch(html, /\b(src|href)="(?!#)|url\(|@import|https?:\/\//);
    assert.match(
      html,
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/,
    );
  });

  it("has a section for each answer, with a heading that the link leads to", () => {
    const ids = [...html.matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => id);
    assert.deepEqual(ids, [
      "first",
      "left-out",
      "findings",
      "traps",
      "pools",
      "workloads",
      "gpus",
      "limits",
      "cost",
      "quotas",
      "disruption",
      "types",
      "agents",
      "sources",
    ]);
    const links = [...html.matchAll(/<a href="#([^"]+)">/g)].map(([, id]) => id);
    assert.deepEqual(links, ids.slice(3));
  });

  it("tells each trap under one heading, and what is good to know below the others", () => {
    assert.ok(html.includes("<dt>Traps</dt><dd>4<small>in 2 pools</small>"));
    const lists = [...html.matchAll(/<ul class="(traps[^"]*)">(.*?)<\/ul>/gs)];
    assert.deepEqual(
      lists.map(([, kind, list = ""]) => [
        kind,
        [...list.matchAll(/<span class="id">([^<]+)<\/span>/g)].map(([, id]) => id),
      ]),
      [
        ["traps", ["limits-contradict", "no-limits", "most-aggressive"]],
        ["traps mild", ["capacity-type-order"]],
      ],
    );
    assert.match(
      html,
      /<p>The most aggressive consolidation there is\. That is the default\. <span class="id">most-aggressive<\/span><\/p><div class="telling"><div class="pool"><div>gpu<\/div><\/div><div>Moves pods after 0s\. <\/div><\/div>/,
    );
  });

  it("gives every picture a title and a description", () => {
    const pictures = [...html.matchAll(/<svg role="img"[^>]*>(.*?)<\/svg>/gs)];
    assert.ok(pictures.length >= 10, String(pictures.length));
    for (const [picture = ""] of pictures) {
      assert.match(picture, /<title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    }
    const others = [...html.matchAll(/<svg (?!role="img")[^>]*>/g)];
    for (const [tag] of others) assert.match(tag, /aria-hidden="true"/);
  });

  it("draws Sunday's window of two hours where it is in the local week", () => {
    // From Monday 00:00 it is 6 days and 2 hours to its start: 146 of 168 hours; 2 hours are 1.19 %.
    assert.match(
      html,
      /<rect class="drifted" x="86.905%" y="15" width="1.19%" height="9"><title>Drifted: Sun 02:00 to Sun 04:00, 1 node at a time \(budget 1\)<\/title>/,
    );
  });

  it("draws each bar as long as the pool reaches, and marks bars that another limit ends", () => {
    assert.match(
      html,
      /<rect class="short" x="0%" y="3" width="8%" height="12"><title>8 of 100 GPUs on 1 node; memory binds<\/title>/,
    );
    assert.match(html, /<line class="limit" x1="100%" x2="100%"/);
  });

  it("shows which zone offers what", () => {
    assert.ok(html.includes("<desc>ap-northeast-1a 2 of 2, ap-northeast-1d 0 of 2.</desc>"));
  });

  it("shows the fallback chain in order, with its end", () => {
    const chain =
      /<ol class="chain" aria-label="Fallback chain of a workload that selects fallback-chain=gpu">.*?<\/ol>/s.exec(
        html,
      );
    assert.deepEqual(
      [...(chain?.[0] ?? "").matchAll(/<strong>([^<]+)<\/strong>/g)].map(([, name]) => name),
      ["gpu", "Nothing left"],
    );
  });
});

describe("what could not be read", () => {
  const findings = Array.from({ length: 21 }, (_, index) => `a.yaml: fault ${index}`);

  it("is shown in every format up to twenty findings; the rest is counted", () => {
    const text = (model: ReportModel): string => textFormat.render(model, { width: 100 });
    for (const render of [text, markdownFormat.render, htmlFormat.render]) {
      const few = render({ ...smallModel(), findings: findings.slice(0, 20) });
      assert.equal(few.match(/fault \d+/g)?.length, 20);
      assert.doesNotMatch(few, /more, which --format json lists/);
      const many = render({ ...smallModel(), findings });
      assert.equal(many.match(/fault \d+/g)?.length, 20);
      assert.equal(many.match(/\b1 more, which --format json lists/g)?.length, 1);
    }
  });
});

/** Names do no harm in any format, and numbers without end are written in words. */
describe("every format of the report", () => {
  for (const [name, text] of [
    ["text", textFormat.render(smallModel(), { width: 100 })],
    ["Markdown", markdownFormat.render(smallModel())],
    ["HTML", htmlFormat.render(smallModel())],
    ["JSON", JSON.stringify(smallModel())],
  ] as const) {
    it(`shows no Infinity, NaN, undefined or null as ${name}`, () => {
      const shown = name === "JSON" ? text.replaceAll(":null", "") : text;
      assert.doesNotMatch(shown, /\b(Infinity|NaN|undefined|null)\b/);
    });
  }

  it("names the prices' region and day beside dollars", () => {
    const basis = /on-demand prices of us-east-1, 2026-07-20, a reference/;
    assert.match(textFormat.render(smallModel(), { width: 140 }), basis);
    assert.match(markdownFormat.render(smallModel()), basis);
    assert.match(htmlFormat.render(smallModel()), basis);
  });
});

function quietModel(): ReportModel {
  return {
    ...smallModel(),
    traps: [],
    findings: [],
    workloads: [],
    gpuPods: [],
    agents: { agents: [], pools: [], contracts: [], devices: [] },
  };
}

/** `UPDATE_GOLDEN=1` writes the file instead; its diff is then read like code. */
function assertGolden(name: string, text: string): void {
  const file = path.join(__dirname, "..", "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}
