import type { PolicyPack } from "../context";
import { runOperation, type OperationResult } from "./operation";
import type { Session } from "./session";

/** The policy pack and the configuration of one environment, in the form that the engine takes. */
export interface EnforcedPolicies {
  readonly pack: PolicyPack["pack"];
  readonly config: string;
}

/**
 * Previews: what the engine would do, and the findings of the policy pack.
 *
 * @throws InputFault when the pack or a provider refuses the plan
 */
export function runPreview(
  session: Session,
  policies: EnforcedPolicies | undefined,
): Promise<OperationResult> {
  return runOperation(
    session,
    { title: "Previewing", noun: "the preview", isPreview: true },
    (options) => session.stack.preview({ ...options, ...policyOptions(policies) }),
  );
}

/** Deploys. The policy pack runs again, because only the deployment knows every value. */
export function runUpdate(
  session: Session,
  policies: EnforcedPolicies | undefined,
  details: { readonly total?: number; readonly title?: string },
): Promise<OperationResult> {
  const { total, title = "Deploying" } = details;
  return runOperation(
    session,
    { title, noun: "the deployment", ...(total === undefined ? {} : { total }) },
    (options) =>
      session.stack.up({
        ...options,
        ...policyOptions(policies),
      }),
  );
}

function policyOptions(policies: EnforcedPolicies | undefined) {
  if (policies === undefined) return {};
  return { policyPacks: [policies.pack], policyPackConfigs: [policies.config] };
}
