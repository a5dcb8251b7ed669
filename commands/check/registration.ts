/** A resource that a program registered, in the form that the analyzer takes. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs in the wire format, without resource references. */
  readonly properties: WireProperties;
  readonly options: RegistrationOptions;
  /** `urn::id` of the provider; empty for a default provider. */
  readonly provider: string;
}

export type WireProperties = Readonly<Record<string, unknown>>;

/** The resource options that the analyzer takes. */
export interface RegistrationOptions {
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly deleteBeforeReplaceDefined: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  readonly parent: string;
  /** In seconds; 0 means the provider's default. */
  readonly customTimeouts: {
    readonly create: number;
    readonly update: number;
    readonly delete: number;
  };
}
