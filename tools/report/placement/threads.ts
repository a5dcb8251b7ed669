/**
 * Karpenter's scheduler in threads of its own: it loads while the configuration is read, and answers about one
 * workload here, about another there. Loading it and asking it is most of the time that a report takes.
 */

import path from "node:path";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import type {
  PlacementContext,
  Placements,
  Workload,
} from "../../../scheduling/answers/placement/placement";
import type { AskPlacements } from "./ask";

/** What a thread is asked. */
export interface Question {
  readonly context: PlacementContext;
  readonly workloads: readonly Workload[];
}

export interface PlacementThreads {
  readonly ask: AskPlacements;
  /** Ends the threads, whatever they do. */
  readonly stop: () => Promise<void>;
}

/** Each has a Karpenter of its own: a second of processor time to load, and 140 MB. */
const maxThreads = 2;

/**
 * Starts the threads, which load Karpenter at once. A failure to do so comes with the first question.
 *
 * @param root the folder of the project
 */
export function startPlacementThreads(
  root: string,
  count = Math.min(maxThreads, availableParallelism()),
): PlacementThreads {
  const boot = path.join(root, "tools", "report", "placement", "boot.js");
  const threads = Array.from({ length: count }, () =>
    threadOf(new Worker(boot, { workerData: { root } })),
  );
  return {
    ask: (context, workloads) => shared(threads, context, workloads),
    stop: async () => {
      await Promise.all(threads.map(({ stop }) => stop()));
    },
  };
}

interface Thread {
  readonly ask: (question: Question) => Promise<Placements>;
  readonly stop: () => Promise<unknown>;
}

function threadOf(worker: Worker): Thread {
  let failure: Error | undefined;
  let asked: { resolve: (answer: Placements) => void; reject: (error: Error) => void } | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    asked?.reject(failure);
  };
  worker.on("message", (answer: Placements) => asked?.resolve(answer));
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a thread of Karpenter's ended with ${code}`)));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        asked = { resolve, reject };
        worker.postMessage(question);
      }),
    stop: () => worker.terminate(),
  };
}

/** Whoever is done takes the next workload; the answers keep the order of the question. */
async function shared(
  threads: readonly Thread[],
  context: PlacementContext,
  workloads: readonly Workload[],
): Promise<Placements> {
  const [first] = threads;
  if (first === undefined) throw new Error("no thread to ask Karpenter in");
  if (workloads.length === 0) return first.ask({ context, workloads });
  const answers: Placements[] = [];
  let next = 0;
  await Promise.all(
    threads.map(async ({ ask }) => {
      for (let i = next++; i < workloads.length; i = next++) {
        answers[i] = await ask({ context, workloads: workloads.slice(i, i + 1) });
      }
    }),
  );
  return {
    // Zones and assumptions are those of the place, which is the same in each.
    ...(answers[0] as Placements),
    workloads: answers.flatMap((answer) => answer.workloads),
  };
}
