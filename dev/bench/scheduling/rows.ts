/** Measures every engine on every question, in turn. */

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { spreadOf, type Spread } from "../statistics";
import type { EngineMeasurement } from "./engine-process";
import { benchQuestions } from "./questions";

export const engines = ["typescript", "embedded", "native"] as const;
export type EngineName = (typeof engines)[number];

export interface EngineRow {
  readonly question: string;
  readonly engine: EngineName;
  readonly startSeconds: Spread;
  readonly firstSeconds: Spread;
  readonly againSeconds: Spread;
  readonly peakBytes: Spread | undefined;
}

export interface RowOptions {
  readonly rounds: number;
  /** The native build; its rows are left out when it is undefined. */
  readonly nativeProgram: string | undefined;
  readonly onMeasurement: (round: number, name: string, seconds: number) => void;
}

/** The result of one engine for one question. */
export interface EngineSubject {
  readonly question: string;
  readonly position: number;
  readonly engine: EngineName;
  readonly measured: EngineMeasurement[];
}

/** @throws Error when two engines answer the same question differently, because their times cannot be compared then */
export async function engineRows(options: RowOptions): Promise<readonly EngineRow[]> {
  const subjects = subjectsOf(options.nativeProgram !== undefined);
  for (let round = 1; round <= options.rounds; round++) {
    for (const { question, position, engine, measured } of subjects) {
      const measurement = await measureOnce(engine, position, options.nativeProgram);
      options.onMeasurement(round, `${question}: ${engine}`, measurement.firstSeconds);
      measured.push(measurement);
    }
  }
  failOnDifference(subjects);
  return subjects.map(rowOf);
}

function subjectsOf(hasNative: boolean): readonly EngineSubject[] {
  return benchQuestions().flatMap(({ name, typescript, karpenter }, position) =>
    engines
      .filter((engine) => (engine === "typescript" ? typescript : karpenter) !== undefined)
      .filter((engine) => engine !== "native" || hasNative)
      .map((engine) => ({ question: name, position, engine, measured: [] })),
  );
}

const run = promisify(execFile);
const engineProcess = path.join(__dirname, "engine-process.ts");

async function measureOnce(
  engine: EngineName,
  position: number,
  nativeProgram = "",
): Promise<EngineMeasurement> {
  const args = ["--require", "tsx/cjs", engineProcess, engine, String(position), nativeProgram];
  const { stdout } = await run(process.execPath, args, { cwd: path.join(__dirname, "..") });
  return JSON.parse(stdout) as EngineMeasurement;
}

/** @throws Error that names the question */
export function failOnDifference(subjects: readonly EngineSubject[]): void {
  for (const { question } of subjects) {
    const asked = subjects.filter((one) => one.question === question);
    const answers = new Set(asked.flatMap(({ measured }) => measured.map(({ answer }) => answer)));
    if (answers.size > 1) {
      const names = asked.map(({ engine }) => engine).join(", ");
      throw new Error(`${question}: ${names} do not answer the same; run npm run oracle`);
    }
  }
}

function rowOf({ question, engine, measured }: EngineSubject): EngineRow {
  const peaks = measured.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    question,
    engine,
    startSeconds: spreadOf(measured.map(({ startSeconds }) => startSeconds)),
    firstSeconds: spreadOf(measured.map(({ firstSeconds }) => firstSeconds)),
    againSeconds: spreadOf(measured.map(({ againSeconds }) => againSeconds)),
    peakBytes: peaks.length === 0 ? undefined : spreadOf(peaks),
  };
}
