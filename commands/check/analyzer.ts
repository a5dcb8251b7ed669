import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";

/** What a policy pack reports about one resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
  /** The resource that it is about, where the policy names one. */
  readonly urn: string;
}

/** Asks a pack, without a server. Rejects when a policy throws. */
export interface Analyzer {
  /** About one resource. */
  readonly resource: (request: AnalyzeRequest) => Promise<readonly Diagnostic[]>;
  /** About all of them together, after each of them alone. */
  readonly stack: (request: AnalyzeStackRequest) => Promise<readonly Diagnostic[]>;
}

type AnalyzeCall<R> = (
  call: { readonly request: R },
  callback: (error: Error | null | undefined, response: AnalyzeResponse | undefined) => void,
) => void;

type MakeAnalyzeCall<R> = (
  packName: string,
  packVersion: string,
  packLevel: string,
  policies: readonly ResourceValidationPolicy[],
) => AnalyzeCall<R>;

// Exported at run time, but stripped from the SDK's type declarations as internal.
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = policyServer as unknown as {
  readonly makeAnalyzeRpcFun: MakeAnalyzeCall<AnalyzeRequest>;
  readonly makeAnalyzeStackRpcFun: MakeAnalyzeCall<AnalyzeStackRequest>;
};

/** The SDK's own analyzer over the policies: the functions that its server calls. */
export function analyzerOf(
  packName: string,
  policies: readonly ResourceValidationPolicy[],
): Analyzer {
  const made = [packName, "0.0.0", "mandatory", policies] as const;
  return {
    resource: asking(makeAnalyzeRpcFun(...made)),
    stack: asking(makeAnalyzeStackRpcFun(...made)),
  };
}

function asking<R>(call: AnalyzeCall<R>): (request: R) => Promise<readonly Diagnostic[]> {
  return (request) =>
    new Promise((resolve, reject) => {
      call({ request }, (error, response) => {
        if (response === undefined) reject(error ?? new Error("the analyzer gave no answer"));
        else resolve(diagnosticsOf(response));
      });
    });
}

function diagnosticsOf(response: AnalyzeResponse): readonly Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level:
      diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
  }));
}
