/** Equal pods of a manifest that describes several kinds of pods. */
export interface PodGroup {
  /** `head`, `worker group inf2`, `leaders`, `job trainer`. */
  readonly name: string;
  readonly pod: unknown;
  readonly count: number;
}
