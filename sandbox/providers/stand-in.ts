/**
 * The interface of a stand-in: its answers to the engine for each resource, without any wire format. `grpc-service.ts`
 * serves it, and tests call it directly. It throws an Error whose message the engine shows.
 */
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import type { Properties } from "./cloud-state";

/** The text with which the engine and its providers write "not known before the deployment". */
export const unknown: string = unknownValue;

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface ResourceRequest {
  /** The provider resource of the request. It was given to `configure` before. */
  readonly connection: string;
  readonly urn: string;
  readonly type: string;
}

export interface CheckRequest extends ResourceRequest {
  /** Undefined for a new resource, and for one that is about to be replaced. */
  readonly oldInputs: Properties | undefined;
  readonly newInputs: Properties;
}

export interface DiffRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  readonly newInputs: Properties;
}

export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface CreateRequest extends ResourceRequest {
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface UpdateRequest extends ResourceRequest {
  readonly id: string;
  readonly oldOutputs: Properties;
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface ExistingRequest extends ResourceRequest {
  readonly id: string;
}

export interface CheckAnswer {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface ReadAnswer {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface StandIn {
  readonly version: string;
  /** Takes the configuration of one provider resource. Throws when a real provider could not work with it. */
  configure(connection: string, config: Properties): void;
  /** The consequence for the resources of a provider when its configuration changes. */
  diffConfig(oldInputs: Properties, newInputs: Properties): Difference;
  check(request: CheckRequest): CheckAnswer;
  diff(request: DiffRequest): Difference;
  /** At a preview, nothing is made, the id is empty, and values that only the cloud knows are `unknown`. */
  create(request: CreateRequest): { readonly id: string; readonly outputs: Properties };
  /** Undefined when the object no longer exists. */
  read(request: ExistingRequest): ReadAnswer | undefined;
  update(request: UpdateRequest): { readonly outputs: Properties };
  delete(request: ExistingRequest): void;
  invoke(connection: string, token: string, args: Properties): Properties;
}
