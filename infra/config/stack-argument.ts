import path from "node:path";

/**
 * The name of the stack that a person names on the command line: by its name, or by its file as a shell completes it
 * (`stacks/Pulumi.dev-us-west-2.yaml`). Any other text is returned as it is.
 *
 * This file imports nothing of the schema, so that a command line can be read without loading it.
 *
 * @param folder the folder of the stack files
 */
export function stackOfArgument(folder: string, argument: string): string {
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(argument))?.[1];
  if (stack === undefined) return argument;
  const isFileName = path.basename(argument) === argument;
  const isInFolder = path.dirname(path.resolve(argument)) === path.resolve(folder);
  return isFileName || isInFolder ? stack : argument;
}
