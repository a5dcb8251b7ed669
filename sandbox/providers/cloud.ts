/** The stand-ins' cloud while they run: the state in memory, written to its file on every change. */
import {
  type CloudObject,
  type CloudState,
  type ClusterContents,
  emptyCloudState,
  type KubernetesObject,
  loadCloudState,
  objectKey,
  saveCloudState,
} from "./cloud-state";

export class Cloud {
  private constructor(
    private readonly state: CloudState,
    private readonly file: string | undefined,
  ) {}

  /**
   * Opens the state of `file`. Throws an Error with the fault when the file is damaged, because nothing may be written
   * then.
   */
  static open(file: string): Cloud {
    const loaded = loadCloudState(file);
    if ("fault" in loaded) throw new Error(loaded.fault);
    return new Cloud(loaded.state, file);
  }

  /** A cloud without a file, for tests of single rows. */
  static inMemory(): Cloud {
    return new Cloud(emptyCloudState(), undefined);
  }

  find(type: string, id: string): CloudObject | undefined {
    return this.state.objects[objectKey(type, id)];
  }

  objects(): readonly CloudObject[] {
    return Object.values(this.state.objects);
  }

  put(object: CloudObject): void {
    this.state.objects[objectKey(object.type, object.id)] = object;
    this.save();
  }

  remove(type: string, id: string): void {
    delete this.state.objects[objectKey(type, id)];
    this.save();
  }

  /** The contents of the cluster with this endpoint; undefined when there is no such cluster. */
  cluster(endpoint: string): ClusterContents | undefined {
    return this.state.kubernetes[endpoint];
  }

  /** Adds a new control plane that has only the objects that Kubernetes makes by itself. */
  addCluster(endpoint: string, objects: readonly KubernetesObject[]): void {
    const entries = objects.map((object) => [objectKey(object.type, object.id), object] as const);
    this.state.kubernetes[endpoint] = { objects: Object.fromEntries(entries), definitions: {} };
    this.save();
  }

  /** Removes the control plane and everything in it. */
  removeCluster(endpoint: string): void {
    delete this.state.kubernetes[endpoint];
    this.save();
  }

  /** Changes the contents of a cluster and writes them. */
  changeCluster(endpoint: string, change: (contents: ClusterContents) => void): void {
    const contents = this.state.kubernetes[endpoint];
    if (contents === undefined) throw new Error(`there is no cluster at ${endpoint}`);
    change(contents);
    this.save();
  }

  private save(): void {
    if (this.file !== undefined) saveCloudState(this.file, this.state);
  }
}
