import { gpuClass, gpuClassNames, hasBf16 } from "../../scheduling/catalogue/gpu-classes";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { gpuMemoryLabelKey, instanceFamilyLabelKey } from "../../scheduling/requirements/labels";

/** A table of the classes of GPU: what `gpus` may name, and what each class has. */
export function gpuClassesTable(): readonly string[] {
  return [
    "| class | GPU | instance families | memory, MiB | compute capability | bf16 |",
    "| --- | --- | --- | --- | --- | --- |",
    ...gpuClassNames.map((name) => {
      const { title, families, computeCapability } = gpuClass(name);
      const cells = [
        `\`${name}\``,
        title,
        families.join(", "),
        memoryOf(families),
        computeCapability.toFixed(1),
        hasBf16(name) ? "yes" : "no",
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

function memoryOf(families: readonly string[]): string {
  const type = instanceTypes().find(({ labels }) =>
    families.includes(labels[instanceFamilyLabelKey] ?? ""),
  );
  return Number(type?.labels[gpuMemoryLabelKey]).toLocaleString("en-US");
}
