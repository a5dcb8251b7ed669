import type { Reply } from "../../scheduling/karpenter/questions";

/**
 * The answer to a question without a fault.
 *
 * @throws Error with Karpenter's findings, for then the generator made a case that is none.
 */
export function expectAnswer<T>({ answer, findings }: Reply<T>): T {
  if (answer !== undefined && findings.length === 0) return answer;
  const texts = findings.map(({ path, problem }) => `${path}: ${problem}`);
  throw new Error(`Karpenter does not take the case: ${texts.join("; ") || "no answer"}`);
}
