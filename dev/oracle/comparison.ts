/** The TypeScript model against the embedded Karpenter, one area of questions at a time. */

import type fc from "fast-check";

/** One kind of question that both can be asked; `Answer` is the form that both answers are brought to. */
export interface Comparison<Case, Answer> {
  readonly area: Area;
  readonly cases: fc.Arbitrary<Case>;
  /** Asked in batches; one answer per case. */
  readonly karpenter: (cases: readonly Case[]) => readonly Answer[];
  readonly model: (one: Case) => Answer;
  /** What a case meets of Karpenter's branches, each named once. */
  readonly branches: (one: Case, answer: Answer) => Iterable<string>;
  /** Each has to be met by at least one case in a hundred. */
  readonly expectedBranches: readonly string[];
  readonly explained: readonly ExplainedDifference<Case, Answer>[];
  /** A case as it was before it was written as JSON. */
  readonly revive: (json: unknown) => Case;
}

export const areas = ["requirements", "budgets", "taints", "filter"] as const;
export type Area = (typeof areas)[number];

/** A way in which the model differs on purpose; counted, not failed on. */
export interface ExplainedDifference<Case, Answer> {
  /** Kebab-case. */
  readonly id: string;
  readonly why: string;
  /** The line of Karpenter, or of what it calls, that explains it. */
  readonly upstream: string;
  readonly explains: (one: Case, mine: Answer, theirs: Answer) => boolean;
}
