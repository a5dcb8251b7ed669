/**
 * Loaded into the stand-ins' process before anything else. The command holds the other end of its
 * standard input: when the command is gone, killed or not, the input ends, and so does this
 * process. An interrupt from the keyboard is for the engine, which still needs the stand-ins while
 * it winds up.
 */
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
process.stdin.resume();
process.on("SIGINT", () => undefined);
