import type { Reply } from "../../scheduling/karpenter/questions";

/**
 * The answer of Karpenter.
 *
 * @throws Error with Karpenter's findings when it refuses the question: the generator then made an invalid case
 */
export function expectAnswer<T>({ answer, findings }: Reply<T>): T {
  if (answer !== undefined && findings.length === 0) return answer;
  const texts = findings.map(({ path, problem }) => `${path}: ${problem}`);
  throw new Error(`Karpenter does not take the case: ${texts.join("; ") || "no answer"}`);
}
