import fs from "node:fs";
import path from "node:path";
import type { LanguageHost } from "../../sandbox/binaries/language-host";

/**
 * The folder of a language host that runs a project as its Pulumi.yaml says, with `typescript: false`.
 *
 * The host that is installed with the CLI is told the options of Pulumi.yaml. The one that is built where
 * there is none is older and takes them from its command line, where today's CLI does not put them.
 *
 * @param folder where to write what puts them there
 */
export function hostWithoutTypeScript(host: LanguageHost, folder: string): string {
  // The same age that decides about policy packs as folders.
  if (host.startsPolicyPacks) return host.folder;
  const name = "pulumi-language-nodejs";
  const script = `#!/bin/sh\nexec '${path.join(host.folder, name)}' -typescript=false "$@"\n`;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), script, { mode: 0o755 });
  return folder;
}
