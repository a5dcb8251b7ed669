/** Phrases that docs/style.md advises against, and that a pattern finds with few false alarms. */

interface Phrase {
  readonly pattern: RegExp;
  /** What to write in its place. */
  readonly advice: string;
}

const phrases: readonly Phrase[] = [
  {
    pattern: /\bOf (?!course\b)/,
    advice: 'a sentence does not begin with "Of": begin with its subject',
  },
  {
    pattern: /\b(?:stand|stands|stood)\b(?!-| in\b| for\b)/,
    advice: 'things "exist" or "are", they do not "stand"',
  },
  {
    pattern: /\b(?:anybody|somebody|nobody|everybody)'s\b/i,
    advice: 'name the owner, or write "untrusted"',
  },
  {
    pattern: /\b(?:whoever|whomever|whosoever|whatsoever)\b/i,
    advice: 'name the reader: "the operator", "the caller"',
  },
  {
    pattern: /\b(?:thereof|thereby|therein|hereby|herein|whereof|wherein|whereupon)\b/i,
    advice: "start a new sentence",
  },
  {
    pattern: /\btold (?:of|only)\b/i,
    advice: 'write "reported" or "reported only for"',
  },
  {
    // Only before a noun: `dearest` is also a field of the report's JSON.
    pattern: /\bdearest (?=[a-z])/i,
    advice: 'write "most expensive"',
  },
  {
    pattern: /\bmend(?:s|ed|ing)?\b/i,
    advice: 'write "correct" or "repair"',
  },
  {
    pattern: /\bjudge[sd]?\b/i,
    advice: 'a rule "checks" resources',
  },
  {
    pattern: /\blies? in\b/i,
    advice: 'things "are in" a place',
  },
];

/** A phrase that was found: where, and what to do. */
export interface Hit {
  /** Counted from 1. */
  readonly line: number;
  readonly found: string;
  readonly advice: string;
}

/** Every phrase in a text, at most one of each kind per line. */
export function phrasesIn(text: string): readonly Hit[] {
  return text.split("\n").flatMap((content, at) =>
    phrases.flatMap(({ pattern, advice }) => {
      const found = pattern.exec(content)?.[0].trim();
      return found === undefined ? [] : [{ line: at + 1, found, advice }];
    }),
  );
}
