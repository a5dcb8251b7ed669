/** A file with the text that belongs there. */
export interface GeneratedFile {
  /** Path from the root of the project. */
  readonly file: string;
  readonly text: string;
}
