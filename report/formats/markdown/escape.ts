/**
 * Escapes text so that Markdown shows it as it is, on one line, in table cells too. Names are untrusted: none may
 * become markup, a link, a mention or the end of a cell.
 */
export function escape(text: string): string {
  return text
    .replace(unsafe, "\uFFFD")
    .replace(/\s+/g, " ")
    .replace(/[&<>]/g, (character) => entities[character] ?? "")
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/^([#+-]|\d+\.)(?= |$)/, "\\$1")
    .replace(/@(?=\w)/g, `@${wordJoiner}`)
    .replace(/(https?:)\/\//g, `$1${wordJoiner}//`)
    .replace(/\bwww\./g, `www${wordJoiner}.`)
    .replace(/#(?=\d)/g, `#${wordJoiner}`);
}

/** Text in code letters. A backtick would end them, so it becomes a quote. */
export function code(text: string): string {
  const shown = text.replace(unsafe, "\uFFFD").replace(/\s+/g, " ").replaceAll("`", "'");
  return `\`${shown.replaceAll("|", "\\|")}\``;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Invisible, and breaks no line. GitHub makes no link of a text that it interrupts. */
const wordJoiner = "\u2060";

const unsafe = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
