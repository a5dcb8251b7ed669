import type { SandboxFolder } from "./sandbox-folder";

/** The environment of every run of the engine: no account, no network, and nothing in the user's home folder. */
export function engineEnvironment(
  folder: Pick<SandboxFolder, "backend" | "home">,
  debugProviders: string,
): Record<string, string> {
  return {
    // Without metadata, a file is written by one rename. With metadata, a second file, `.attrs`, is written in place
    // first. A kill in between leaves it empty, and the engine then cannot load its checkpoint.
    // https://pkg.go.dev/gocloud.dev/blob/fileblob
    PULUMI_BACKEND_URL: `file://${folder.backend}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_HOME: folder.home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Otherwise every run would spend seconds on the download of plugins that the stand-ins replace.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: debugProviders,
  };
}
