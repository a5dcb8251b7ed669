/** What a program registered, in the terms of the engine's analyzer. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs as they go over the wire, without resource references. */
  readonly properties: WireProperties;
  readonly options: RegistrationOptions;
  /** `urn::id` of the provider; empty for a default provider. */
  readonly provider: string;
}

export type WireProperties = Readonly<Record<string, unknown>>;

/** The resource options that the analyzer is told of. */
export interface RegistrationOptions {
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly deleteBeforeReplaceDefined: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  readonly parent: string;
  /** Seconds; 0 for the provider's default. */
  readonly customTimeouts: {
    readonly create: number;
    readonly update: number;
    readonly delete: number;
  };
}
