/**
 * Karpenter's scheduler in a thread of its own. The thread loads and asks Karpenter while the main thread reads the
 * configuration and the pools. Measured: a second such thread makes nothing faster on two processors, and takes 90 MB
 * more.
 */

import path from "node:path";
import { Worker } from "node:worker_threads";

import type { KarpenterAnswers } from "../answers/placement/karpenter-answers";
import type { PlacementContext } from "../answers/placement/placement-inputs";
import type { Workload } from "../subject/workload";
import type { AskPlacements } from "./ask-placements";

/** A question to the thread. The thread answers with KarpenterAnswers. */
export interface PlacementRequest {
  readonly context: PlacementContext;
  readonly workloads: readonly Workload[];
}

export interface KarpenterThread {
  readonly ask: AskPlacements;
  /** Ends the thread at once, even if it is working. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the thread, which loads Karpenter at once. If that fails, the first question fails.
 *
 * @param root the folder of the project
 */
export function startKarpenterThread(root: string): KarpenterThread {
  const boot = path.join(root, "report", "placement-thread", "boot.js");
  const worker = new Worker(boot, { workerData: { root } });
  let failure: Error | undefined;
  let asked:
    { resolve: (answer: KarpenterAnswers) => void; reject: (error: Error) => void } | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    asked?.reject(failure);
  };
  worker.on("message", (answer: KarpenterAnswers) => asked?.resolve(answer));
  worker.on("error", fail);
  worker.on("messageerror", fail);
  worker.on("exit", (code) => fail(new Error(`the thread of Karpenter's ended with ${code}`)));
  const ask = (question: PlacementRequest): Promise<KarpenterAnswers> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      asked = { resolve, reject };
      worker.postMessage(question);
    });
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (context, workloads) => {
      // Questions run one after the other, even if an earlier one failed.
      const answer = last.then(() => ask({ context, workloads }));
      last = answer.catch(() => undefined);
      return answer;
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}
