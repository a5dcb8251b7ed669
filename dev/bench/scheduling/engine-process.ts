/**
 * Measures one engine with one question in a process of its own, so that engines do not share time or memory.
 *
 *   engine-process.ts <typescript|embedded|native> <position of the question> [<native program>]
 *
 * Prints an EngineMeasurement as JSON.
 */

import { createHash } from "node:crypto";
import {
  karpenterOf,
  loadKarpenter,
  type Karpenter,
} from "../../../scheduling/karpenter/karpenter";
import { spreadOf } from "../statistics";
import { startNative } from "./native-session";
import { benchQuestions, type BenchQuestion } from "./questions";

export interface EngineMeasurement {
  /** Seconds until the engine accepts questions; 0 for our model, which is part of this program. */
  readonly startSeconds: number;
  /** Seconds of the first answer, including what the engine prepares for it. */
  readonly firstSeconds: number;
  /** Median seconds of the next answers: at most five, at most five seconds together, at least one. */
  readonly againSeconds: number;
  readonly peakBytes: number | undefined;
  /** A hash of the answer. */
  readonly answer: string;
}

type Engine = "typescript" | "embedded" | "native";

const repetitions = 5;
const enoughSeconds = 5;

async function main([engine, position, program = ""]: readonly string[]): Promise<void> {
  const question = benchQuestions()[Number(position)];
  if (question === undefined) throw new Error(`there is no question ${position}`);
  const started = process.hrtime.bigint();
  const { ask, peakBytes, stop } = await engineFor(engine as Engine, question, program);
  const startSeconds = secondsSince(started);
  const first = timeOf(ask);
  const measurement: EngineMeasurement = {
    startSeconds: engine === "typescript" ? 0 : startSeconds,
    firstSeconds: first.seconds,
    againSeconds: againSeconds(ask),
    peakBytes: peakBytes(),
    answer: createHash("sha256").update(JSON.stringify(first.answer)).digest("hex"),
  };
  stop();
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

interface StartedEngine {
  readonly ask: () => unknown;
  readonly peakBytes: () => number | undefined;
  readonly stop: () => void;
}

async function engineFor(
  engine: Engine,
  { name, typescript, karpenter }: BenchQuestion,
  program: string,
): Promise<StartedEngine> {
  const ownPeak = (): number => process.resourceUsage().maxRSS * 1024;
  const nothing = (): undefined => undefined;
  if (engine === "typescript" && typescript !== undefined) {
    return { ask: typescript, peakBytes: ownPeak, stop: nothing };
  }
  if (karpenter === undefined) throw new Error(`${engine} cannot answer ${name}`);
  const asking = (instance: Karpenter): (() => unknown) => {
    instance.version();
    return () => karpenter(instance);
  };
  if (engine === "embedded") {
    return { ask: asking(await loadKarpenter()), peakBytes: ownPeak, stop: nothing };
  }
  const { ask, ...session } = startNative(program);
  return { ask: asking(karpenterOf(ask)), ...session };
}

function againSeconds(ask: () => unknown): number {
  const started = process.hrtime.bigint();
  const taken: number[] = [];
  do taken.push(timeOf(ask).seconds);
  while (taken.length < repetitions && secondsSince(started) < enoughSeconds);
  return spreadOf(taken).median;
}

function timeOf(ask: () => unknown): { readonly seconds: number; readonly answer: unknown } {
  const started = process.hrtime.bigint();
  const answer = ask();
  return { seconds: secondsSince(started), answer };
}

function secondsSince(started: bigint): number {
  return Number(process.hrtime.bigint() - started) / 1e9;
}

if (require.main === module) void main(process.argv.slice(2));
