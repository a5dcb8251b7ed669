import packageJson from "./package.json";

/** The two forms in which a package.json may name its repository. */
type NamedRepository = string | { readonly url: string };

/**
 * The web address of the repository that a package.json names. Undefined where it names none, or not by https.
 *
 * https://docs.npmjs.com/cli/configuring-npm/package-json#repository
 */
export function repositoryOf(manifest: {
  readonly repository?: NamedRepository;
}): string | undefined {
  const { repository } = manifest;
  const url = typeof repository === "object" ? repository.url : repository;
  return /^(?:git\+)?(https:\/\/.+?)(?:\.git)?\/?$/.exec(url ?? "")?.[1];
}

/** The repository of this pack, to which the messages of its findings link. */
export const packRepository = repositoryOf(
  packageJson as { readonly name: string; readonly repository?: NamedRepository },
);
