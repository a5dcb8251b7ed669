/** The part of proper-lockfile 4.1.2 that is used here; the package ships no types. */
declare module "proper-lockfile" {
  interface LockOptions {
    /** Where the lock's folder is made; `<file>.lock` when absent. */
    readonly lockfilePath?: string;
    /** Age in milliseconds at which a lock that is no longer refreshed counts as left behind. */
    readonly stale?: number;
    /** Whether `file` is resolved first; it must exist then. */
    readonly realpath?: boolean;
    readonly retries?:
      | number
      | { readonly retries: number; readonly minTimeout?: number; readonly maxTimeout?: number };
    /** Called when the lock was lost while held; throws when absent. */
    readonly onCompromised?: (error: Error) => void;
  }
  /** Takes the lock; rejects with code `ELOCKED` while another process holds it. */
  export function lock(file: string, options?: LockOptions): Promise<() => Promise<void>>;
}
