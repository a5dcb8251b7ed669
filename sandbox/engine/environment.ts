import type { SandboxFolder } from "./sandbox-folder";

/** The environment of every run of the engine: no account, no network, nothing in the user's home. */
export function engineEnvironment(
  folder: Pick<SandboxFolder, "backend" | "home">,
  debugProviders: string,
): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${folder.backend}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_HOME: folder.home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Every run would lose seconds to a download of plugins that the stand-ins replace.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: debugProviders,
  };
}
