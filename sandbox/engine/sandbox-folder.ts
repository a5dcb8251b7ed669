import path from "node:path";

/** Name of the Pulumi project, in the sandbox as in life. */
export const projectName = "accelerator-platform";

/** Where the sandbox keeps what belongs to one stack. Nothing of it is in version control. */
export interface SandboxFolder {
  readonly stack: string;
  /** The folder of this stack; removed by a complete `destroy`. */
  readonly root: string;
  /** Pulumi's file backend. */
  readonly backend: string;
  /** The engine's own checkpoint of the stack, in the file backend. */
  readonly checkpoint: string;
  /** Where the engine puts its lock files. */
  readonly engineLocks: string;
  /** Pulumi's home folder, so that nothing is written to the user's. */
  readonly home: string;
  /** The folder of the generated project: Pulumi.yaml and the copy of the stack file. */
  readonly project: string;
  /** The copy of the stack file; the engine may write to it. */
  readonly settings: string;
  /** The stack file of a deployment that has begun and not come to its end. */
  readonly deployingSettings: string;
  /** The stack file of the last complete deployment, which is what a `destroy` goes by. */
  readonly deployedSettings: string;
  /** The state of the stand-ins. */
  readonly cloud: string;
}

/** The paths of one stack below the sandbox's state folder. Nothing is created. */
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
