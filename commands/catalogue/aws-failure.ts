import { InputFault } from "../../command-line/input-fault";

/** AWS did not answer, or its answer cannot be used. The command prints the message and exits 2. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";
}

/** One request to AWS. */
export interface AwsAction {
  /** As IAM spells it: `ec2:DescribeAvailabilityZones`. */
  readonly action: string;
  /** The region that was asked about. */
  readonly region: string;
  /** Whether the catalogue knows the region. */
  readonly isKnownRegion: boolean;
}

/** The IAM actions that the command needs. */
export const iamActions = {
  zones: "ec2:DescribeAvailabilityZones",
  offerings: "ec2:DescribeInstanceTypeOfferings",
  prices: "pricing:GetProducts",
} as const;

/**
 * Explains an error of the AWS SDK: an InputFault for what the caller of the command can correct (credentials,
 * permissions, the region), an AwsFailure for everything else.
 */
export function explainAwsError(error: unknown, asked: AwsAction): Error {
  if (error instanceof InputFault || error instanceof AwsFailure) return error;
  const { name, code, message, attempts } = factsOf(error);
  const { action, region } = asked;
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return new InputFault(
      `credentials: none for AWS (${message}); expected those of an account that may call ` +
        `${Object.values(iamActions).join(", ")}; set AWS_PROFILE, or run \`aws sso login\``,
    );
  }
  if (denied.has(name)) {
    return new InputFault(
      `${region}: access denied to ${action} (${message}); expected IAM permission for ` +
        `${Object.values(iamActions).join(", ")} on all resources; add them to the role or user`,
    );
  }
  if (rejected.has(name)) {
    return new InputFault(
      `${region}: AWS rejects the credentials at ${action} (${name}: ${message}); expected valid ones of an ` +
        "account that has the region enabled; log in again, or enable the region in the account's settings",
    );
  }
  if (code === "ENOTFOUND" && !asked.isKnownRegion) {
    return new InputFault(
      `${region}: AWS has no endpoint for it (${message}); expected a region of AWS; correct its name`,
    );
  }
  if (throttled.has(name)) {
    return new AwsFailure(
      `${region}: AWS still throttles ${action} after ${attempts} attempts (${name}); wait a while, or raise ` +
        "AWS_MAX_ATTEMPTS",
    );
  }
  return new AwsFailure(
    `${region}: ${action} failed${attempts > 1 ? ` after ${attempts} attempts` : ""} ` +
      `(${[name, message].filter((text) => text !== "").join(": ")}); nothing was written; run again`,
  );
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and Pricing's own. */
const denied = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedException",
  "UnauthorizedOperation",
]);

const rejected = new Set([
  "AuthFailure",
  "Blocked",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "OptInRequired",
  "PendingVerification",
  "RequestExpired",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

const throttled = new Set([
  "RequestLimitExceeded",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
]);

interface ErrorFacts {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/** The error is of a class of the SDK, of Node's network, or an AggregateError of several of those. */
function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: "", code: "", message: String(error), attempts: 1 };
  const { code, $metadata } = error as Error & {
    readonly code?: unknown;
    readonly $metadata?: { readonly attempts?: number };
  };
  const all = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const message = [error, ...all]
    .map((one) => (one instanceof Error ? one.message : String(one)).replace(/\s+/g, " ").trim())
    .filter((text) => text !== "");
  return {
    name: error.name === "Error" || error.name === "AggregateError" ? "" : error.name,
    code: typeof code === "string" ? code : "",
    message: [...new Set(message)].join("; "),
    attempts: $metadata?.attempts ?? 1,
  };
}
