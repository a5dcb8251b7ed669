/**
 * Negative where `a` is older than `b`, 0 where they are alike, positive where it is newer: by major, minor and patch,
 * or by the one number of a release day. A leading `v` and what follows a hyphen (`v1.22.4-eksbuild.3`) say nothing.
 */
export function compareVersions(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map(numbersOf);
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  const [release = ""] = version.replace(/^v/, "").split("-");
  return release.split(".").map(Number);
}
