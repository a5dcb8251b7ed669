import type { PulumiFn } from "@pulumi/pulumi/automation";
import program from "../infra/index";

/** The program of this project, as the Automation API takes it. */
export const platformProgram: PulumiFn = async () => ({ ...(await program()) });
