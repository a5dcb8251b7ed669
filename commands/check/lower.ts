import type { WireProperties } from "./registration";

/** The key by which the wire format marks values that are not plain. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceReferenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputValueSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** The value of an id while its resource does not exist. */
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Properties as the engine passes them to a policy pack: without resource references. The mock monitor keeps these, and
 * the policy SDK refuses them. Secrets, assets and archives stay, because the SDK unwraps them.
 */
export function lowerProperties(properties: WireProperties): WireProperties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, lower(value, name)]),
  );
}

function lower(value: unknown, path: string): unknown {
  if (Array.isArray(value))
    return value.map((element, index) => lower(element, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  switch (fields[signatureKey]) {
    case resourceReferenceSignature:
      return lowerReference(fields);
    case secretSignature:
      return { ...fields, value: lower(fields["value"], path) };
    case outputValueSignature:
      // Mocks switch this encoding off. If one appears, the contract of mocks has changed.
      throw new Error(`${path}: an output value in a registration, which mocks do not send`);
    default:
      return Object.fromEntries(
        Object.entries(fields).map(([key, field]) => [key, lower(field, `${path}.${key}`)]),
      );
  }
}

/** A custom resource becomes its id, or the unknown value while it has none. A component becomes its URN. */
function lowerReference(reference: Readonly<Record<string, unknown>>): unknown {
  const { id, urn } = reference;
  if (id === undefined || id === null) return urn;
  return id === "" ? unknownMarker : id;
}
