/** Comparisons of the TypeScript model with the embedded Karpenter, one area of questions at a time. */

import type fc from "fast-check";

/** One kind of question for both. Both answers are brought to the form `Answer`. */
export interface Comparison<Case, Answer> {
  readonly area: Area;
  readonly cases: fc.Arbitrary<Case>;
  /** Answers a batch of cases, one answer per case. */
  readonly karpenter: (cases: readonly Case[]) => readonly Answer[];
  readonly model: (one: Case) => Answer;
  /** The branches of Karpenter that a case reaches, each named once. */
  readonly branches: (one: Case, answer: Answer) => Iterable<string>;
  /** Branches that at least one case in a hundred must reach. */
  readonly expectedBranches: readonly string[];
  readonly explained: readonly ExplainedDifference<Case, Answer>[];
  /** Restores a case from its JSON form. */
  readonly revive: (json: unknown) => Case;
}

export const areas = ["requirements", "budgets", "taints", "filter"] as const;
export type Area = (typeof areas)[number];

/** An intended difference of the model. It is counted and is no failure. */
export interface ExplainedDifference<Case, Answer> {
  /** Kebab-case. */
  readonly id: string;
  readonly why: string;
  /** A link to the line of Karpenter, or of code that it calls, that explains the difference. */
  readonly upstream: string;
  readonly explains: (one: Case, mine: Answer, theirs: Answer) => boolean;
}
