import { autoModeClassType, nodeClassType } from "../../support/karpenter-kinds";
import { fieldText } from "../../support/message";
import { amiSelectorTermsPath, amiTerms } from "../../support/node-class";
import {
  fieldOf,
  listOf,
  misshapen,
  recordOf,
  shapeFinding,
  textOf,
  within,
} from "../../support/reading";
import type { Finding, ResourceRule, ResourceView } from "../../support/rule";

interface NodeClassScopeConfig {
  readonly trustedAmiIds: readonly string[];
}

const rolePath = ["spec", "role"];
const profilePath = ["spec", "instanceProfile"];
const publicPath = ["spec", "associatePublicIPAddress"];
const autoPublicPath = ["spec", "advancedNetworking", "associatePublicIPAddress"];
const groupsPath = ["spec", "securityGroupSelectorTerms"];

export const nodeClassScope: ResourceRule<NodeClassScopeConfig> = {
  id: "node-class-scope",
  title:
    "Nodes have a role for nodes, no public address, named security groups, and an AMI that somebody vouches for.",
  why: "Whoever escapes from a container has the role of the node, and whoever can reach the node can try. One node class is all nodes of its pools.",
  severity: "high",
  level: "mandatory",
  types: [nodeClassType, autoModeClassType],
  guardedPaths: [rolePath, publicPath, groupsPath, amiSelectorTermsPath],
  config: {
    trustedAmiIds: {
      default: [],
      description:
        "AMIs that the organisation has built or checked. Another AMI that is selected by its id is named as advisory, because an id does not say who made it.",
      schema: {
        type: "array",
        uniqueItems: true,
        items: { type: "string", pattern: "^ami-[0-9a-f]{8,17}$" },
      },
      strictness: { measure: (ids) => -ids.length, floors: {} },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "`role` and `instanceProfile` do not have the name of an administrator: a word such as admin, administrator or poweruser. What the role may do is not seen here.",
    "`associatePublicIPAddress` is not true. Where it is absent the subnet decides, which is not seen here.",
    "No term of `securityGroupSelectorTerms` matches every group: a name of `*`, or a tag with the key or the value `*` alone.",
    "An AMI by id is advisory unless `trustedAmiIds` names it. What `userData` does is not judged.",
    "The NodeClass of EKS Auto Mode is checked in the same way, as far as it has these fields.",
  ],
  since: "0.1.0",
  check: (resource, { trustedAmiIds }) => [
    ...[rolePath, profilePath].flatMap((path) => roleFindings(resource, path)),
    ...[publicPath, autoPublicPath].flatMap((path) => addressFindings(resource, path)),
    ...groupFindings(resource),
    ...amiFindings(resource, trustedAmiIds),
  ],
};

function roleFindings(resource: ResourceView, path: readonly string[]): readonly Finding[] {
  const name = textOf(fieldOf(resource, path));
  if (name.kind === "misshapen") return [shapeFinding(name)];
  if (name.kind === "absent" || !/admin|power-?user|superuser|\broot\b/i.test(name.value))
    return [];
  return [
    {
      path,
      problem: "the role of an administrator for nodes",
      got: "a name with a word for administrators",
      expected: "a role with the policies of a node only",
      fix: `make a role for these nodes and name it at ${fieldText(path)}`,
    },
  ];
}

function addressFindings(resource: ResourceView, path: readonly string[]): readonly Finding[] {
  const reading = fieldOf(resource, path);
  if (reading.kind === "misshapen") return [shapeFinding(reading)];
  if (reading.kind === "absent" || reading.value === false) return [];
  if (reading.value !== true)
    return [shapeFinding(misshapen(path, reading.value, "true or false"))];
  return [
    {
      path,
      problem: "nodes with a public address",
      got: "true",
      expected: "false, or nothing in private subnets",
      because:
        "Everyone can try the ports of the node, and only its security groups stand before it.",
      fix: `set ${fieldText(path)} to false`,
    },
  ];
}

function groupFindings(resource: ResourceView): readonly Finding[] {
  const terms = listOf(fieldOf(resource, groupsPath));
  if (terms.kind === "misshapen") return [shapeFinding(terms)];
  if (terms.kind === "absent") return [];
  return terms.value.flatMap((term) => {
    const fields = recordOf(term);
    if (fields.kind !== "present")
      return [shapeFinding(misshapen(term.path, undefined, "an object"))];
    const name = textOf(within(fields.value, term.path, "name"));
    const tags = recordOf(within(fields.value, term.path, "tags"));
    const ofTags = tags.kind === "present" ? tags.value : {};
    const all =
      (name.kind === "present" && /^\*+$/.test(name.value)) ||
      Object.keys(ofTags).some((key) => {
        const value = textOf(within(ofTags, [], key));
        return (
          /^\*+$/.test(key) ||
          (value.kind === "present" && /^\*+$/.test(value.value) && key === "Name")
        );
      });
    if (!all) return [];
    return [
      {
        path: term.path,
        problem: "every security group of the account",
        got: "*",
        expected: "the groups of this cluster, by id or by tag",
        because: "Each group opens what it opens, and a node has all of them.",
        fix: `select the groups of the cluster at ${fieldText(term.path)}`,
      },
    ];
  });
}

function amiFindings(resource: ResourceView, trusted: readonly string[]): readonly Finding[] {
  // Faults of the terms are reported by node-ami-pinned.
  return amiTerms(resource).entries.flatMap(({ path, id }): readonly Finding[] => {
    if (id === undefined || trusted.includes(id)) return [];
    return [
      {
        path: [...path, "id"],
        level: "advisory",
        problem: "an AMI by id, of which nobody says who made it",
        got: "an id that trustedAmiIds does not name",
        expected: "an alias, a name with an owner, or an id of trustedAmiIds",
        because: "An AMI of a stranger runs with the role of the node.",
        fix: "add the id to trustedAmiIds in the pack's configuration when somebody has checked it",
      },
    ];
  });
}
