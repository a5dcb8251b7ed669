import fs from "node:fs";
import path from "node:path";
import type { LanguageHost } from "../../sandbox/binaries/language-host";

/**
 * The folder of a language host that respects `typescript: false` in Pulumi.yaml.
 *
 * The host that comes with the CLI gets the options of Pulumi.yaml from the CLI. The host that this project builds is
 * older. It reads the options from its command line, and today's CLI does not put them there.
 *
 * @param folder gets a wrapper script that adds the options
 */
export function hostWithoutTypeScript(host: LanguageHost, folder: string): string {
  // A host that is new enough to run policy packs from folders gets the option from the CLI.
  if (host.startsPolicyPacks) return host.folder;
  const name = "pulumi-language-nodejs";
  const script = `#!/bin/sh\nexec '${path.join(host.folder, name)}' -typescript=false "$@"\n`;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), script, { mode: 0o755 });
  return folder;
}
