import * as pulumi from "@pulumi/pulumi";

/** What a program registers with the engine, in words that a test compares. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  /** `type::name` of the parent; empty for a resource without one. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** `type::name` of everything it waits for, sorted: data flow and `dependsOn` alike. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly retainOnDelete: boolean;
  readonly replacementTrigger: unknown;
  /** What a component registered as its outputs; undefined where it registered none. */
  outputs?: Readonly<Record<string, unknown>>;
}

export interface MockEngine {
  /** Whether the program runs as a preview; an output that `stateOf` leaves out is unknown then. */
  readonly preview?: boolean;
  /** What the provider adds to the inputs of a resource. */
  readonly stateOf?: (
    resource: pulumi.runtime.MockResourceArgs,
  ) => Readonly<Record<string, unknown>>;
  /** What the provider answers to a function. */
  readonly answerTo?: (call: pulumi.runtime.MockCallArgs) => Record<string, unknown>;
}

/** Runs a program against Pulumi's mocks and returns all it registered, in alphabetical order of type and name. */
export async function registeredResources(
  program: () => unknown,
  { preview = false, stateOf = () => ({}), answerTo = () => ({}) }: MockEngine = {},
): Promise<readonly RegisteredResource[]> {
  const inputs = new Map<string, Readonly<Record<string, unknown>>>();
  await pulumi.runtime.setMocks(
    {
      call: answerTo,
      newResource: (resource) => {
        inputs.set(
          `${resource.type}::${resource.name}`,
          resource.inputs as Record<string, unknown>,
        );
        return {
          id: resource.custom === false ? undefined : `${resource.name}-id`,
          state: { ...resource.inputs, ...stateOf(resource) } as Record<string, unknown>,
        };
      },
    },
    "accelerator-platform",
    "test",
    preview,
  );
  const found = recordRegistrations(inputs);
  await program();
  // Waits for every registration, also for those that others start.
  await pulumi.runtime.disconnect();
  return [...found.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export function nameOf({ type, name }: RegisteredResource): string {
  return `${type}::${name}`;
}

/** The one resource of that logical name. */
export function theResource(
  resources: readonly RegisteredResource[],
  name: string,
): RegisteredResource {
  const [resource, ...others] = resources.filter((candidate) => candidate.name === name);
  if (resource === undefined || others.length > 0) {
    throw new Error(`${name}: expected one resource, got ${others.length + (resource ? 1 : 0)}`);
  }
  return resource;
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getProtect(): boolean;
  getDeletebeforereplace(): boolean;
  getRetainondelete(): boolean;
  getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> };
}

type Callback = (error: unknown, response: unknown) => void;

interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback): unknown;
  registerResourceOutputs(request: OutputsRequest, callback: Callback): unknown;
}

// Mocks are shown the inputs alone; parents, dependencies and options are in the request to the monitor.
function recordRegistrations(inputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>) {
  const found = new Map<string, RegisteredResource>();
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      const key = `${request.getType()}::${request.getName()}`;
      if (error === null && request.getType() !== "pulumi:pulumi:Stack") {
        found.set(key, {
          type: request.getType(),
          name: request.getName(),
          parent: shortName(request.getParent()),
          inputs: inputs.get(key) ?? {},
          dependencies: request.getDependenciesList().map(shortName).sort(),
          protect: request.getProtect(),
          deleteBeforeReplace: request.getDeletebeforereplace(),
          retainOnDelete: request.getRetainondelete(),
          replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
        });
      }
      callback(error, response);
    });
  monitor.registerResourceOutputs = (request, callback) => {
    const component = found.get(shortName(request.getUrn()));
    if (component) component.outputs = request.getOutputs().toJavaScript();
    return registerOutputs(request, callback);
  };
  return found;
}

/** `urn:pulumi:stack::project::parentType$type::name` as `type::name`. */
function shortName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return urn === "" || types === "pulumi:pulumi:Stack" ? "" : `${types.split("$").at(-1)}::${name}`;
}
