import { z } from "zod";

/**
 * Name of a tier or of a node class that a stack file adds. With the two characters of its second slot it still has to be the
 * value of a label, because every node carries the name of its pool and of its class.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
const longestOwnName = 61;

/** Pattern of such a name, with `-b` for its second slot. `x-b-b` would be the second slot of the second slot of `x`. */
export const ownNamePattern = `^(?!.*-b-b$)(?=.{1,${longestOwnName}}(-b)?$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$`;

/** The same in words, after the word "expected". */
export const ownNameText = `lower-case letters, digits and hyphens, at most ${longestOwnName} characters, and -b at the end only for the second slot`;

const ownName = new RegExp(ownNamePattern);

/** Whether a stack file may give this name to a tier or a node class of its own. */
export function isOwnName(name: string): boolean {
  return ownName.test(name);
}

/** Name of a node class: one that has a profile, or one of `nodeClasses`. A check looks it up. */
export const nodeClassName = z
  .string()
  .regex(ownName, `the name of a node class: ${ownNameText}`)
  .meta({ pattern: ownNamePattern });
