/** The current IAM policy language; the older one has no policy variables. */
export const iamPolicyLanguageVersion = "2012-10-17";

/** Operator, then condition key, then the value or values. */
export type IamConditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

export interface IamPrincipals {
  readonly Service: string | readonly string[];
}

/** Roles, users or accounts; `*` only beside a condition that says whose. */
export interface IamAccountPrincipals {
  readonly AWS: string | readonly string[];
}

/** A statement of an identity policy (attached to a role), which names resources and no principal. */
export interface IamIdentityStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: IamConditions;
}

/** A statement of a role's trust policy, which names a principal and no resource. */
export interface IamTrustStatement {
  readonly Effect: "Allow";
  readonly Principal: IamPrincipals;
  readonly Action: string | readonly string[];
}

/** A statement of a policy that hangs on a resource, such as a queue or a key; it names both. */
export interface IamResourceStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | IamPrincipals | IamAccountPrincipals;
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
