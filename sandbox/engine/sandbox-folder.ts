import path from "node:path";

/** Name of the Pulumi project, which is the same in the sandbox and for real stacks. */
export const projectName = "accelerator-platform";

/** The paths of everything that the sandbox keeps for one stack. Nothing of it is in version control. */
export interface SandboxFolder {
  readonly stack: string;
  /** The folder of this stack. A complete `destroy` removes it. */
  readonly root: string;
  /** Pulumi's file backend. */
  readonly backend: string;
  /** The engine's own checkpoint of the stack, in the file backend. */
  readonly checkpoint: string;
  /** The folder of the engine's lock files. */
  readonly engineLocks: string;
  /** Pulumi's home folder. Without it, Pulumi would write to the user's home folder. */
  readonly home: string;
  /** The folder of the generated project: Pulumi.yaml and the copy of the stack file. */
  readonly project: string;
  /** The copy of the stack file, to which the engine may write. */
  readonly settings: string;
  /** The stack file of a deployment that has begun and is not completed. */
  readonly deployingSettings: string;
  /** The stack file of the last completed deployment. `destroy` uses it. */
  readonly deployedSettings: string;
  /** The state of the stand-ins. */
  readonly cloud: string;
}

/** The paths of one stack in the sandbox's state folder. Creates nothing. */
export function sandboxFolder(stateFolder: string, stack: string): SandboxFolder {
  const root = path.join(path.resolve(stateFolder), stack);
  const backend = path.join(root, "backend");
  const project = path.join(root, "project");
  const engine = path.join(backend, ".pulumi");
  return {
    stack,
    root,
    backend,
    checkpoint: path.join(engine, "stacks", projectName, `${stack}.json`),
    engineLocks: path.join(engine, "locks", "organization", projectName, stack),
    home: path.join(root, "home"),
    project,
    settings: path.join(project, `Pulumi.${stack}.yaml`),
    deployingSettings: path.join(root, "deploying.yaml"),
    deployedSettings: path.join(root, "deployed.yaml"),
    cloud: path.join(root, "cloud.json"),
  };
}
