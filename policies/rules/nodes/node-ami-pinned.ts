import type { FaultPath } from "../../../scheduling/values/fault";
import { fieldText } from "../../support/message";
import {
  amiSelectorTermsPath,
  amiTerms,
  nodeClass,
  nodeClassTypes,
} from "../../support/node-class";
import type { AmiTerm } from "../../support/node-class";
import { quoted } from "../../support/quoted";
import type { Finding, ResourceRule } from "../../support/rule";

export const nodeAmiPinned: ResourceRule<object> = {
  id: "node-ami-pinned",
  title: "Node classes pin their AMI and name its owner.",
  why: "If an AMI can change by itself, a new release makes all nodes of all clusters drift on the same day. Untested drivers and kernels arrive, and Karpenter replaces nodes as fast as the budgets allow.",
  severity: "medium",
  level: "mandatory",
  types: nodeClassTypes,
  guardedPaths: [amiSelectorTermsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "An alias names a release: `al2023@v20260903`, `bottlerocket@v1.20.4`. `@latest` and anything that is not a release are findings. So are al2, which has no AMIs from Kubernetes 1.33 on, and Windows, whose aliases only know `@latest`.",
    "A term with `id` is pinned. A term with `name` is pinned if the name has no `*` or `?`: names are unique within an owner.",
    "A term without alias, id and ssmParameter has an `owner`. Without an owner a name also matches Amazon's AMIs, and tags match every AMI that this account has tagged, with any owner.",
    "Terms with tags only, and your own parameters in `ssmParameter`, are accepted: they change only when somebody in that account changes them. AWS's public parameters for `latest` or `recommended` AMIs are findings.",
    "Every term is checked: terms are alternatives, and Karpenter uses the newest AMI among them.",
    "The rule is mandatory in staging and production. The shipped configurations of dev and workshop make it advisory, so that new releases can be tried there first.",
  ],
  since: "0.1.0",
  check: (resource) => {
    const inspected = nodeClass(resource);
    const terms = amiTerms(inspected);
    if (terms.faults.length === 0 && terms.entries.length === 0) return [noTermsFinding];
    return [...terms.faults, ...terms.entries.flatMap(termFindings)];
  },
};

const noTermsFinding: Finding = {
  path: amiSelectorTermsPath,
  problem: "no AMI is chosen",
  got: "nothing",
  expected: "at least one term",
  because: "The API server refuses a node class without terms.",
  fix: `write ${fieldText(amiSelectorTermsPath)} with an alias such as al2023@v20260903`,
};

function termFindings(term: AmiTerm): readonly Finding[] {
  if (term.alias !== undefined) return aliasFindings(term.alias, [...term.path, "alias"]);
  if (term.id !== undefined) return [];
  if (term.ssmParameter !== undefined) {
    return parameterFindings(term.ssmParameter, [...term.path, "ssmParameter"]);
  }
  return [...nameFindings(term), ...ownerFindings(term)];
}

/** What a release of each family looks like, as in Karpenter's pkg/providers/amifamily. */
const releases: Readonly<Record<string, { readonly text: RegExp; readonly example: string }>> = {
  al2023: { text: /^v\d{8}$/, example: "al2023@v20260903" },
  bottlerocket: { text: /^v?\d+\.\d+\.\d+$/, example: "bottlerocket@v1.20.4" },
};

function aliasFindings(alias: string, path: FaultPath): readonly Finding[] {
  const [family = "", version, ...rest] = alias.split("@");
  const release = Object.hasOwn(releases, family) ? releases[family] : undefined;
  if (release !== undefined && rest.length === 0 && release.text.test(version ?? "")) return [];
  return [
    {
      path,
      problem: problemOf(family, version, release !== undefined),
      got: quoted(alias),
      expected: release?.example ?? "an alias of al2023 or bottlerocket with a release, or an id",
      fix:
        release === undefined
          ? `name an AMI by id at ${fieldText(amiSelectorTermsPath)}, or take the alias of another family`
          : `set ${fieldText(path)} to the release that was tested, such as ${release.example}`,
    },
  ];
}

function problemOf(family: string, version: string | undefined, isKnown: boolean): string {
  if (version === "latest") return "an alias that moves with every release";
  if (isKnown) return "an alias that names no release";
  return family === "al2"
    ? "an alias without AMIs from Kubernetes 1.33 on"
    : "an alias that cannot be pinned";
}

function parameterFindings(parameter: string, path: FaultPath): readonly Finding[] {
  const isMoving =
    /(^|:parameter)\/aws\/service\//.test(parameter) &&
    /\/(latest|recommended)(\/|$)/.test(parameter);
  if (!isMoving) return [];
  return [
    {
      path,
      problem: "a parameter of AWS that moves with every release",
      got: quoted(parameter),
      expected: "the parameter of one release, one of your own, or an id",
      fix: `replace latest or recommended in ${fieldText(path)} by the release that was tested`,
    },
  ];
}

function nameFindings({ name, path }: AmiTerm): readonly Finding[] {
  if (name === undefined || !/[*?]/.test(name)) return [];
  return [
    {
      path: [...path, "name"],
      problem: "a name that every new AMI may match",
      got: quoted(name),
      expected: "a name without * and ?, or an id",
      fix: `write the whole name of the AMI that was tested at ${fieldText([...path, "name"])}`,
    },
  ];
}

function ownerFindings({ name, owner, path }: AmiTerm): readonly Finding[] {
  if (owner !== undefined) return [];
  return [
    {
      path: [...path, "owner"],
      problem: "an AMI of any owner",
      got: "nothing",
      expected: "the account that makes the AMI, or self",
      because:
        name === undefined
          ? "Tags are visible only to the account that set them, and it may have tagged an AMI that somebody else owns."
          : "Karpenter looks the name up among the account's own AMIs and among Amazon's.",
      fix: `set ${fieldText([...path, "owner"])} to self or to the id of the account that makes the AMI`,
    },
  ];
}
