/** Asks both schedulers about every subject. */

import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import { embeddedVersions } from "../../scheduling/karpenter/karpenter-version";
import { changesBetween } from "./changes";
import type { Comparison } from "./change-tables";
import { defaultsOf } from "./defaults";
import { disruptionsOf } from "./disruptions";
import { launchesOf } from "./launches";
import { olderVersion, type OlderFiles } from "./older-files";
import type { CompareSubject } from "./subjects";

export interface Compared {
  readonly older: Karpenter;
  readonly newer: Karpenter;
  readonly files: Pick<OlderFiles, "olderDefaults" | "newerDefaults">;
  readonly subjects: readonly CompareSubject[];
}

/** @param onSubject called with the name of the subject that is asked about next */
export function compareKarpenters(
  { older, newer, files, subjects }: Compared,
  onSubject: (name: string) => void,
): Comparison {
  return {
    older: olderVersion,
    newer: embeddedVersions.core,
    subjects: subjects.map((subject) => {
      onSubject(subject.name);
      const launches = launchesOf(newer, subject);
      const disruptions = disruptionsOf(newer, "1.15", subject);
      return {
        name: subject.name,
        launches: changesBetween(launchesOf(older, subject), launches),
        launchesCompared: launches.length,
        disruptions: changesBetween(disruptionsOf(older, "1.14", subject), disruptions),
        disruptionsCompared: disruptions.length,
      };
    }),
    defaults: changesBetween(defaultsOf(files.olderDefaults), defaultsOf(files.newerDefaults)),
  };
}
