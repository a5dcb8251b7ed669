import type { PulumiFn } from "@pulumi/pulumi/automation";
import program from "../infra/index";

/** The program of this project in the form that the Automation API takes. */
export const platformProgram: PulumiFn = async () => ({ ...(await program()) });
