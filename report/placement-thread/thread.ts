import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";

import { karpenterAnswers } from "../answers/placement/karpenter-answers";
import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import type { PlacementRequest } from "./karpenter-thread";

// This module runs from a bundle in another folder, so the folder of the project is passed in.
const { root } = workerData as { readonly root: string };
const loading = loadKarpenter(path.join(root, "scheduling", "karpenter"));

parentPort?.on("message", ({ context, workloads }: PlacementRequest) => {
  loading
    .then((karpenter) => parentPort?.postMessage(karpenterAnswers(karpenter, context, workloads)))
    .catch((error: unknown) => {
      // Thrown outside of the promise, so that it ends the thread whatever Node.js does about rejections.
      setImmediate(() => {
        throw error;
      });
    });
});
