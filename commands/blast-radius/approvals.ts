import { z } from "zod";

import type { Blast } from "./blast";

const approval = z.strictObject({
  /** The URN that the finding names. */
  urn: z.string().min(1),
  effect: z.enum(["drains", "orphans", "unprotected", "refused"]),
  /** Why the step is right: what was emptied, and how that was seen. */
  reason: z.string().min(10),
  /** Who answers for it. */
  owner: z.string().min(1),
  /** The last day on which it holds, YYYY-MM-DD, UTC. */
  expires: z.iso.date(),
});

/** A step that a person has approved. Every field is needed. */
export type Approval = z.infer<typeof approval>;

export interface BlastVerdict {
  readonly blast: Blast;
  readonly verdict: "stops" | "approved" | "expired";
  readonly approval?: Approval;
}

export interface Verdicts {
  readonly verdicts: readonly BlastVerdict[];
  /** Approvals of something that the plan does not do. */
  readonly unused: readonly Approval[];
}

/** @throws z.ZodError for anything but a list of approvals */
export function readApprovals(value: unknown): readonly Approval[] {
  return z.array(approval).parse(value);
}

/** @param today the day of the run, YYYY-MM-DD */
export function verdictsOn(
  blasts: readonly Blast[],
  approvals: readonly Approval[],
  today: string,
): Verdicts {
  const matches = ({ urn, effect }: Blast, approval: Approval): boolean =>
    urn === approval.urn && effect === approval.effect;
  return {
    verdicts: blasts.map((blast): BlastVerdict => {
      const found = approvals.filter((one) => matches(blast, one));
      const valid = found.find(({ expires }) => expires >= today);
      if (valid !== undefined) return { blast, verdict: "approved", approval: valid };
      const [expired] = found;
      return expired === undefined
        ? { blast, verdict: "stops" }
        : { blast, verdict: "expired", approval: expired };
    }),
    unused: approvals.filter((one) => !blasts.some((blast) => matches(blast, one))),
  };
}
