import type { Blast } from "./blast";
import { changesOfPart, isRemoved, removalWord, type Fleet, type FleetChange } from "./fleet";
import { textAt } from "./fleet-part";

/** The role of nodes, its policies, and its access entry. */
export function accessBlasts(fleet: Fleet): readonly Blast[] {
  const roles = changesOfPart(fleet, "instance-role").filter(isRemoved);
  // A policy or an entry of a role that goes away has that role as its cause.
  const ofLostRole = ({ before }: FleetChange): boolean =>
    roles.some((role) => {
      const name = roleName(role);
      const used = [textAt(before?.inputs, "role"), textAt(before?.inputs, "principalArn")];
      return used.some((one) => one === name || one.endsWith(`/${name}`));
    });
  return [
    ...roles.map(roleBlast),
    ...changesOfPart(fleet, "instance-role-policy")
      .filter(isRemoved)
      .filter((change) => !ofLostRole(change))
      .map((change) => policyBlast(change, fleet)),
    ...changesOfPart(fleet, "node-access")
      .filter(isRemoved)
      .filter((change) => !ofLostRole(change))
      .map(entryBlast),
  ];
}

function roleName({ before, name }: FleetChange): string {
  const written = textAt(before?.inputs, "name");
  return written === "" ? name : written;
}

function roleBlast(role: FleetChange): Blast {
  return {
    effect: "orphans",
    name: role.object,
    urn: role.urn,
    problem: `${removalWord(role)} a role of instances`,
    causes: role.replaceReasons,
    consequence:
      "Running nodes lose their permissions with the old role: they go NotReady, pull no images, and give pods no addresses.",
    fix:
      role.action === "delete"
        ? "wait until no node has the role, then approve this step"
        : "keep the role, and give a second node class the new one",
  };
}

function policyBlast(attachment: FleetChange, fleet: Fleet): Blast {
  const { before, urn } = attachment;
  const again = changesOfPart(fleet, "instance-role-policy").find(
    (other) =>
      other.action === "create" &&
      other.urn !== urn &&
      textAt(other.after?.inputs, "policyArn") === textAt(before?.inputs, "policyArn"),
  );
  return {
    effect: "orphans",
    name: attachment.object,
    urn,
    problem: `detaches ${textAt(before?.inputs, "policyArn")} from the role of the nodes`,
    causes: attachment.replaceReasons,
    consequence:
      again === undefined
        ? "Nodes can no longer join, pull images or give pods addresses."
        : "AWS knows one attachment of a policy to a role. The plan attaches it a second time, which changes nothing, and then detaches it.",
    fix:
      again === undefined
        ? "keep the attachment"
        : `give ${again.name} an alias to the old one, aliases: ["${urn}"]`,
  };
}

function entryBlast(entry: FleetChange): Blast {
  return {
    effect: "orphans",
    name: entry.object,
    urn: entry.urn,
    problem: `${removalWord(entry)} the access entry of the nodes`,
    causes: entry.replaceReasons,
    consequence:
      "Without the entry the API server refuses every node of the role, and they go NotReady.",
    fix:
      entry.action === "delete"
        ? "wait until no node has the role, then approve this step"
        : "keep the entry, and add one for the new role before nodes use it",
  };
}
