/**
 * Which words say that training jobs run in a pool, and where a pool says them. The policy pack and the report share
 * this decision.
 */

/** Words for training. A whole word counts: trainium is none of them. */
export const defaultTrainingWords: readonly string[] = [
  "training",
  "train",
  "trainer",
  "pretraining",
  "pretrain",
  "fine-tuning",
  "finetuning",
  "fine-tune",
  "finetune",
];

export type SaysTraining = (text: string) => boolean;

/** Whether a text has one of the words. */
export function trainingWordsTest(words: readonly string[]): SaysTraining {
  if (words.length === 0) return () => false;
  const escaped = words.map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, "\\$&"));
  const pattern = new RegExp(`(^|[^a-z])(${escaped.join("|")})([^a-z]|$)`);
  return (text) => pattern.test(text.toLowerCase());
}

/** Whether a label or a taint says training, by its value or by its key. `training: "false"` denies its key. */
export function pairSaysTraining(key: string, value: string, says: SaysTraining): boolean {
  return says(value) || (says(key) && !isDenied(value));
}

function isDenied(value: string): boolean {
  return ["false", "no", "none", "0", "off", "disabled"].includes(value.toLowerCase());
}
