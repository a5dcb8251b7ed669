import { instanceType } from "../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { optionally } from "./message";
import { readField, textOf } from "./reading";
import type { ResourceView } from "./rule";

/** Templates from which a node group without types takes its type. */
export const launchTemplateTypes: readonly string[] = [
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws-native:ec2:LaunchTemplate",
];

/** What is known about the templates that a node group may use. */
export interface TemplateTypes {
  /** How many templates of the program it may be. */
  readonly templates: number;
  readonly types: readonly InstanceType[];
}

/**
 * The types of the template that a group names, or of all templates that it may be. The inputs of a template have no
 * id, and the id that a group has is not known at the first preview. So a group that names no template of the program
 * by name may use each of them.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export function templateTypesOf({ props, launchTemplates = [] }: ResourceView): TemplateTypes {
  const wanted = [
    textAt(props, "launchTemplate", "id"),
    textAt(props, "launchTemplate", "launchTemplateId"),
    textAt(props, "launchTemplate", "name"),
    textAt(props, "launchTemplate", "launchTemplateName"),
  ].filter((text) => text !== undefined);
  const named = launchTemplates.filter((template) =>
    namesOf(template).some((name) => wanted.includes(name)),
  );
  const possible = named.length > 0 ? named : launchTemplates;
  return { templates: possible.length, types: possible.flatMap(typeOf) };
}

function namesOf({ props }: ResourceView): readonly string[] {
  return [
    textAt(props, "id"),
    textAt(props, "name"),
    textAt(props, "launchTemplateId"),
    textAt(props, "launchTemplateName"),
  ].filter((text) => text !== undefined);
}

/** Without a type EKS launches a type of its own choice, which has no accelerator. */
function typeOf({ props }: ResourceView): readonly InstanceType[] {
  const name =
    textAt(props, "instanceType") ?? textAt(props, "launchTemplateData", "instanceType") ?? "";
  return [instanceType(name) ?? []].flat();
}

/** A text of the inputs; undefined where it is not known at preview, which cost-direct-purchase reports for a type. */
function textAt(props: unknown, ...path: readonly string[]): string | undefined {
  const reading = optionally(() => textOf(readField(props, ...path)));
  return reading?.kind === "present" ? reading.value : undefined;
}
