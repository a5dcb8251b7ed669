import type { RegistrationOptions } from "../../commands/check/registration";

/** The options of a resource that sets none. */
export const noOptions: RegistrationOptions = {
  protect: false,
  ignoreChanges: [],
  deleteBeforeReplace: false,
  deleteBeforeReplaceDefined: false,
  additionalSecretOutputs: [],
  aliases: [],
  parent: "",
  customTimeouts: { create: 0, update: 0, delete: 0 },
};
