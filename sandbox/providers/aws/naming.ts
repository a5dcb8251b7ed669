/**
 * Names that the real provider makes when the program gives none: the resource's name, a dash and seven hexadecimal
 * digits.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
import { nameOf } from "../../../command-line/urn";
import type { Properties } from "../cloud-state";
import { hexDigits } from "../digits";
import type { Row } from "./row";

const nameDigits = 7;

/** The inputs with a name: the given one, the one that the object already has, or a new one. */
export function named(
  row: Row,
  urn: string,
  generation: number,
  oldInputs: Properties | undefined,
  newInputs: Properties,
): Properties {
  const { naming } = row;
  if (naming === undefined || !naming.automatic) return newInputs;
  if (newInputs[naming.property] !== undefined && newInputs[naming.property] !== null)
    return newInputs;
  const before = oldInputs?.[naming.property];
  const name = isAutomaticName(urn, before)
    ? before
    : `${nameOf(urn)}-${hexDigits(`${urn} ${generation} name`, nameDigits)}`;
  return { ...newInputs, [naming.property]: name };
}

/** Whether the provider made this name for the resource. */
export function isAutomaticName(urn: string, name: unknown): boolean {
  const prefix = `${nameOf(urn)}-`;
  return (
    typeof name === "string" &&
    name.startsWith(prefix) &&
    /^[0-9a-f]{7}$/.test(name.slice(prefix.length))
  );
}
