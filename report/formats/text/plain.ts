/**
 * Text that a terminal shows as it is. Manifests are untrusted, and an escape sequence in a name could overwrite the
 * lines above it. All control characters but line feeds, and marks that change the direction of writing, become a
 * replacement character.
 */
export function plain(text: string): string {
  return text.replace(unsafe, "\uFFFD");
}

const unsafe = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
