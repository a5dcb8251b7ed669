import { coerce, lt } from "semver";

/**
 * Whether a version is older than another. `coerce` keeps major, minor and patch: semver alone would take the build of an
 * EKS add-on (`v1.22.4-eksbuild.3`) for a prerelease of 1.22.4. The day of an AMI release (`20260903`) counts as a major
 * version. `loose` accepts leading zeros, as the schema does.
 *
 * @throws TypeError when one of the texts holds no version of numbers with 15 digits at most
 */
export function isOlder(version: string, other: string): boolean {
  return lt(coerce(version, { loose: true }) ?? version, coerce(other, { loose: true }) ?? other);
}
