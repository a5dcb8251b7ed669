import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import type { AnalyzeRequest, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";

/** What a policy pack reports about one resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
}

/** Asks a pack about one resource, without a server. Rejects when a policy throws. */
export type Analyze = (request: AnalyzeRequest) => Promise<readonly Diagnostic[]>;

type AnalyzeCall = (
  call: { readonly request: AnalyzeRequest },
  callback: (error: Error | null | undefined, response: AnalyzeResponse | undefined) => void,
) => void;

// Exported at run time, but stripped from the SDK's type declarations as internal.
const { makeAnalyzeRpcFun } = policyServer as unknown as {
  readonly makeAnalyzeRpcFun: (
    packName: string,
    packVersion: string,
    packLevel: string,
    policies: readonly ResourceValidationPolicy[],
  ) => AnalyzeCall;
};

/** The SDK's own analyzer over the policies: the function that its server calls for each resource. */
export function analyzerOf(
  packName: string,
  policies: readonly ResourceValidationPolicy[],
): Analyze {
  const call = makeAnalyzeRpcFun(packName, "0.0.0", "mandatory", policies);
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
  }));
}
