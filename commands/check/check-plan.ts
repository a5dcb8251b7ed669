import { planVerdict, type PlanRequest } from "../blast-radius/plan-verdict";
import { verdictText } from "../blast-radius/text";

/**
 * Prints the verdict on a preview. Returns whether it may be deployed.
 *
 * @throws InputFault when a file cannot be read
 */
export function checkPlan(request: Omit<PlanRequest, "today">): boolean {
  const verdict = planVerdict({ ...request, today: new Date() });
  console.log(verdictText(verdict));
  return verdict.verdicts.every(({ verdict }) => verdict === "approved");
}
