/**
 * Pictures whose lengths are percentages of their width. They fit a telephone and a sheet of paper, and their texts
 * keep their size. Heights are in CSS pixels.
 */

import { markup, type Markup } from "./markup";

export interface Picture {
  /** What the picture is, in a few words. Screen readers say it first. */
  readonly title: string;
  /** What the picture shows, for readers who cannot see it. */
  readonly description: string;
  readonly height: number;
  readonly content: readonly Markup[];
}

export function picture({ title, description, height, content }: Picture): Markup {
  return markup`<svg role="img" aria-label="${title}. ${description}" height="${height}"><title>${title}</title><desc>${description}</desc>${content}</svg>`;
}

/** A picture that only repeats the text beside it. */
export function decoration(height: number, content: readonly Markup[]): Markup {
  return markup`<svg aria-hidden="true" focusable="false" height="${height}">${content}</svg>`;
}

export interface Box {
  /** Percent of the width. */
  readonly x: number;
  readonly width: number;
  /** Pixels. */
  readonly y: number;
  readonly height: number;
}

/**
 * @param kind a class of the style sheet
 * @param tip shown under the pointer
 */
export function rectangle({ x, width, y, height }: Box, kind: string, tip?: string): Markup {
  const title = tip === undefined ? undefined : markup`<title>${tip}</title>`;
  return markup`<rect class="${kind}" x="${percent(x)}" y="${y}" width="${percent(width)}" height="${height}">${title}</rect>`;
}

export function verticalLine(x: number, from: number, to: number, kind: string): Markup {
  return markup`<line class="${kind}" x1="${percent(x)}" x2="${percent(x)}" y1="${from}" y2="${to}"/>`;
}

export function label(x: number, y: number, text: string, kind = ""): Markup {
  return markup`<text class="${kind}" x="${percent(x)}" y="${y}">${text}</text>`;
}

/** Three decimals, because a minute is a hundredth of a percent of a week. */
function percent(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}
