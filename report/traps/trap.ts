/** Something about a pool that costs money or work and that its YAML does not show. */
export interface Trap {
  /** One per kind of trap, kebab-case: `limits-contradict`. */
  readonly id: string;
  /** The pool's name. */
  readonly pool: string;
  /** Plain words with numbers, one or two sentences. */
  readonly text: string;
}
