/** The older scheduler as a running process with the interface of the embedded one. */

import { karpenterOf, type Karpenter } from "../../scheduling/karpenter/karpenter";
import { startNative } from "../bench/scheduling/native-session";

/** Starts the program, and stops it when the use of it has ended. */
export async function withOlderKarpenter<T>(
  program: string,
  use: (older: Karpenter) => T | Promise<T>,
): Promise<T> {
  const session = startNative(program);
  try {
    return await use(karpenterOf(session.ask));
  } finally {
    session.stop();
  }
}
