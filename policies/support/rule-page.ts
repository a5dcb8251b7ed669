/** The page of a rule in this project: `docs/policies/acc-gpu-taint.md`. */
export function rulePage(ruleId: string): string {
  return `docs/policies/${ruleId}.md`;
}

/**
 * The web address of a rule's page, on the default branch.
 *
 * @param repository web address of the repository: `https://github.com/example/platform`
 */
export function rulePageUrl(ruleId: string, repository: string): string {
  return `${repository}/blob/HEAD/${rulePage(ruleId)}`;
}
