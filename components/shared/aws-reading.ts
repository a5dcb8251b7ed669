/** The result of one read, or the reason that AWS gives for its failure. */
export interface Reading<T> {
  readonly value?: T;
  readonly problem?: string;
}

/** Waits for a read that may fail. */
export async function attempt<T>(reading: Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const { message } = error as Error;
    // The AWS provider wraps a single error in a list: `…: 1 error occurred:\n\t* <message of AWS>`.
    return { problem: (/\* (.+)/.exec(message)?.[1] ?? message).trim() };
  }
}
