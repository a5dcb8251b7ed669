import type { PolicyPack } from "../context";
import { runOperation, type OperationResult } from "./operation";
import type { Session } from "./session";

/** The policy pack and the configuration of one environment, as the engine takes them. */
export interface EnforcedPolicies {
  readonly pack: PolicyPack["pack"];
  readonly config: string;
}

/**
 * Asks the engine and the policy pack what would happen.
 *
 * @throws InputFault when the pack or a provider refuses it.
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

/** Deploys, enforcing the pack once more: only the deployment knows every value. */
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
