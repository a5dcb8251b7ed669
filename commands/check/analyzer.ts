import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";

import { applyPatches } from "../../start/patches/patches";

// The engine's analyzer process does the same in policies/boot.js.
applyPatches(["empty-assets"]);

/** What a policy pack reports about one resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
  /** The resource that the report is about, if the policy names one. */
  readonly urn: string;
}

/** Runs a policy pack in this process, without a server. Rejects when a policy throws. */
export interface Analyzer {
  /** Reports about one resource. */
  readonly resource: (request: AnalyzeRequest) => Promise<readonly Diagnostic[]>;
  /** Reports about all resources together. To be called after each resource was analyzed. */
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

// The SDK exports these at run time, but its type declarations leave them out as internal.
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = policyServer as unknown as {
  readonly makeAnalyzeRpcFun: MakeAnalyzeCall<AnalyzeRequest>;
  readonly makeAnalyzeStackRpcFun: MakeAnalyzeCall<AnalyzeStackRequest>;
};

/** The SDK's own analyzer for these policies: the functions that its server calls. */
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
