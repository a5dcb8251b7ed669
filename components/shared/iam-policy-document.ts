/** Current version of the IAM policy language. The older version has no policy variables. */
export const iamPolicyLanguageVersion = "2012-10-17";

/** Condition operator, then condition key, then the value or values. */
export type IamConditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** AWS services. */
interface IamServicePrincipals {
  readonly Service: string | readonly string[];
}

/** Roles, users or accounts. `*` needs a condition that limits it. */
interface IamAccountPrincipals {
  readonly AWS: string | readonly string[];
}

/** An identity provider in IAM, by its ARN. */
interface IamFederatedPrincipal {
  readonly Federated: string;
}

/** A statement of an identity policy, which is attached to a role. It names resources and no principal. */
export interface IamIdentityStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: IamConditions;
}

/** A statement of a role's trust policy. It names a principal and no resource. */
export interface IamTrustStatement {
  readonly Effect: "Allow";
  readonly Principal: IamServicePrincipals | IamFederatedPrincipal;
  readonly Action: string | readonly string[];
  readonly Condition?: IamConditions;
}

/**
 * A statement of a policy that is attached to a resource, such as a queue or a key. It names principal and resource.
 */
export interface IamResourceStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | IamServicePrincipals | IamAccountPrincipals;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: IamConditions;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface IamPolicyDocument<Statement = IamIdentityStatement> {
  readonly Version: typeof iamPolicyLanguageVersion;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}
