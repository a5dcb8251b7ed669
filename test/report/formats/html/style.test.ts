import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { style } from "../../../../report/formats/html/style";

/** Colours of a text and of its background. */
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ["ink", "paper"],
  ["soft", "paper"],
  ["accent", "paper"],
  ["warn", "paper"],
  ["ok", "paper"],
  ["no", "paper"],
  ["ink", "raised"],
  ["soft", "raised"],
  ["ink", "accent-ground"],
  ["soft", "accent-ground"],
  ["ink", "warn-ground"],
  ["warn", "warn-ground"],
  ["paper", "accent"],
];

/** Colours of shapes with a meaning, and of their background: https://www.w3.org/TR/WCAG22/#non-text-contrast */
const shapes = ["bar", "drifted", "underutilized", "empty", "warn-line"] as const;

const themes = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, body = ""]) =>
  Object.fromEntries(
    [...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [
      name,
      colour,
    ]),
  ),
);

describe("the colours of the HTML report", () => {
  for (const [index, name] of ["light", "dark"].entries()) {
    const theme = themes[index] ?? {};
    it(`let text be read in the ${name} theme: 4.5 to 1 or more`, () => {
      for (const [text, ground] of pairs) {
        const ratio = contrast(theme[text] ?? "", theme[ground] ?? "");
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });

    it(`let shapes be seen in the ${name} theme: 3 to 1 or more, but for what stands in grey`, () => {
      for (const shape of shapes) {
        const least = shape === "empty" || shape === "warn-line" ? 2.5 : 3;
        const ratio = contrast(theme[shape] ?? "", theme["paper"] ?? "");
        assert.ok(ratio >= least, `${shape}: ${ratio.toFixed(2)}`);
      }
    });
  }

  it("are all defined in the style sheet", () => {
    assert.doesNotMatch(style, /url\(|@import|@font-face/);
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((lighter ?? NaN) + 0.05) / ((darker ?? NaN) + 0.05);
}

function luminance(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
