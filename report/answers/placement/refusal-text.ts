/**
 * Karpenter's reasons for not using a pool, in plain words. The patterns are for the texts of Karpenter 1.15.2:
 * pkg/controllers/provisioning/scheduling/{nodeclaim,scheduler,events}.go, pkg/scheduling/{taints,requirements}.go.
 */

import type { RefusedPods } from "./refused-pods";
import { tooSmallText } from "./too-small-text";

/**
 * One sentence without a full stop. An unknown reason stays in Karpenter's words.
 *
 * @param about what Karpenter's texts leave out
 */
export function refusalText(reasons: readonly string[], about: RefusedPods = {}): string {
  // For a pool without any capacity Karpenter also lists why each type would not do. That is left out.
  const told = reasons.filter((reason) => isOut.test(reason));
  const texts = [
    ...new Set((told.length > 0 ? told : reasons).map((reason) => plainWords(reason, about))),
  ];
  return texts.length === 0 ? "Karpenter gives no reason" : texts.join("; ");
}

const isOut = /filtered out all/;

function plainWords(reason: string, about: RefusedPods): string {
  for (const [pattern, words] of phrases) {
    const match = pattern.exec(reason);
    if (match !== null) return words(match, about);
  }
  return reason;
}

type Phrase = readonly [
  pattern: RegExp,
  words: (match: RegExpExecArray, about: RefusedPods) => string,
];

const phrases: readonly Phrase[] = [
  [
    /^did not tolerate taint \(taint=(.*)\)$/,
    ([, taint]) => `the pods do not tolerate its taint ${taint}`,
  ],
  [
    /^incompatible requirements, label "(.*?)" does not have known values/,
    ([, key]) => `the pods ask for the label ${key}, which its nodes do not have`,
  ],
  [
    /^incompatible requirements, (key .*)$/,
    ([, conflicts = ""]) => conflicts.split("; ").map(conflictWords).join(", and "),
  ],
  [
    /limits have been exhausted|exceed limits for nodepool/,
    () => "another node would exceed its limits",
  ],
  [/minValues/, () => "fewer kinds of instance types are left than its minValues demand"],
  [
    /filtered out all compatible available instance types$/,
    () => "nothing that it may launch is to be had in these zones",
  ],
  [/^has replicas/, () => "it is static: its nodes do not follow pods"],
  [
    /^no instance type has enough resources|had the required resources,/,
    ({ input }, about) => tooSmallText(input, about),
  ],
  [
    /^no instance type met all requirements/,
    (_, { asked = [] }) => `none of its types has ${labelsText(asked)}`,
  ],
  [
    /^no instance type (which met|has the required offering|met the requirements\/resources\/offering)/,
    () => "none of its types that would do is to be had in these zones",
  ],
  [
    /^no instance type/,
    (_, { asked = [] }) =>
      `none of its types has ${labelsText(asked)}, is large enough and is to be had`,
  ],
  [
    /^unsatisfiable topology constraint for topology spread, key=(\S+) \(counts = (.*?), podDomains/,
    ([, key, counts]) =>
      `the pods spread over ${key}, and a node there would not make it even (so far ${counts})`,
  ],
  [
    /^unsatisfiable topology constraint for (pod (?:anti-)?affinity), key=(\S+)/,
    ([, kind, key]) => `no node of it meets the ${kind} of the pods over ${key}`,
  ],
  [
    /compatible reserved offerings are available, but could not be reserved/,
    () => "its reserved capacity is taken; Karpenter waits for it",
  ],
];

function labelsText(asked: readonly string[]): string {
  return asked.length === 0
    ? "the labels that the pods ask for"
    : `what the pods ask for, ${asked.join(" and ")}`;
}

/** `key node-type, node-type In [a] not in node-type In [b]` */
function conflictWords(conflict: string): string {
  const match = /^(?:key )?\S+, (\S+) (.*) not in \S+ (.*)$/.exec(conflict);
  if (match === null) return conflict;
  const [, key, wanted = "", offered = ""] = match;
  return `the pods ask for ${key} ${setWords(wanted)}, and its nodes have ${setWords(offered)}`;
}

/** `In [a b]` → `a b`; other operators as they are. */
function setWords(set: string): string {
  return /^In \[(.*)\]$/.exec(set)?.[1] ?? set;
}
