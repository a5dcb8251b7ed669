/** `npm run style`: finds phrases that docs/style.md advises against. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { styledFiles } from "./files";
import { phrasesIn } from "./phrases";

const root = path.resolve(__dirname, "../..");

guardOutput();
new Command("npm run style --")
  .description("Finds phrases that docs/style.md advises against in sources and documents.")
  .argument("[path...]", "folders or files to look at; all when none is given")
  .addHelpText("after", "\nExit codes: 0 none found; 1 some found, or there is no such file")
  .action((paths: readonly string[]) => {
    const missing = paths.filter((one) => !existsSync(path.resolve(root, one)));
    if (missing.length > 0) {
      process.stderr.write(missing.map((one) => `style: ${one}: no such file\n`).join(""));
      process.exitCode = exitCodes.faulty;
      return;
    }
    const wanted = paths.map((one) =>
      path.relative(root, path.resolve(root, one)).split(path.sep).join("/"),
    );
    const hits = styledFiles(root)
      .filter(
        (file) =>
          wanted.length === 0 ||
          wanted.some((one) => one === "" || file === one || file.startsWith(`${one}/`)),
      )
      .flatMap((file) =>
        phrasesIn(readFileSync(path.join(root, file), "utf8")).map(
          ({ line, found, advice }) => `${file}:${line}: "${found}": ${advice}\n`,
        ),
      );
    process.stderr.write(hits.join(""));
    process.exitCode = hits.length === 0 ? exitCodes.fine : exitCodes.faulty;
  })
  .parse();
