import type { ConfigFault } from "../config/config-fault";
import type { ReadableSections, Section, Sections } from "../config/schema";

/**
 * Looks for what no single field can tell, and returns all its faults. It returns none when a section that it reads
 * is broken: the schema has reported that already.
 *
 * @param stack name of the stack, `<environment>-<region>`
 */
export type ConfigCheck = (sections: ReadableSections, stack: string) => readonly ConfigFault[];

/**
 * Makes a check from the sections that it reads. The type gives `check` these sections and no others, so a section that
 * is not declared does not compile.
 */
export function defineCheck<const Key extends Section>(
  reads: readonly Key[],
  check: (sections: Sections<Key>, stack: string) => readonly ConfigFault[],
): ConfigCheck {
  return (sections, stack) => (hasSections(sections, reads) ? check(sections, stack) : []);
}

function hasSections<Key extends Section>(
  sections: ReadableSections,
  keys: readonly Key[],
): sections is ReadableSections & Sections<Key> {
  return keys.every((key) => Object.hasOwn(sections, key));
}
