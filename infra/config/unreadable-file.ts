import { rendered } from "../../scheduling/values/fault";
import type { LocatedFault } from "./config-fault";

/** The fault of a stack file that cannot be read. It has no line, because the file has no text. */
export function unreadableFile(error: NodeJS.ErrnoException): LocatedFault {
  const expected = "a Pulumi stack file";
  switch (error.code) {
    case "EISDIR":
      return { path: ["file"], problem: "not a file", got: "a folder", expected, fix: "remove it" };
    case "ENOENT":
      return {
        path: ["file"],
        problem: "missing",
        // The name was found in its folder. Only a link can have a name and no file.
        got: "nothing, or a link to a file that does not exist",
        expected,
        fix: "restore the file, or remove the link",
      };
    default:
      return {
        path: ["file"],
        problem: "cannot be read",
        got: rendered(error.message),
        expected,
        fix: "let your user read it",
      };
  }
}
