import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults, type StackSections } from "../../support/stack-faults";

const faults = (change: (sections: StackSections) => void) =>
  stackFaults("production-us-east-1", change);
const tiers = (overrides: Record<string, Record<string, unknown>>) =>
  faults((sections) => Object.assign((sections["tiers"] ??= {}), overrides));
const reservations = { capacityReservations: [{ id: "cr-0123456789abcdef0" }] };

describe("capacity types of a tier", () => {
  it("never include Spot for training", () => {
    assert.deepEqual(tiers({ "gpu-training": { capacityTypes: ["on-demand", "spot"] } }), [
      'tiers.gpu-training.capacityTypes[1]: not a capacity type of gpu-training, got "spot"; expected reserved, on-demand; remove it, or use a tier that allows it',
    ]);
  });

  it("are named once each", () => {
    assert.deepEqual(tiers({ "gpu-general": { capacityTypes: ["spot", "spot"] } }), [
      'tiers.gpu-general.capacityTypes[1]: named twice, got "spot"; expected reserved, on-demand, spot; remove it',
    ]);
  });

  it("include reserved only when the node class selects reservations", () => {
    assert.deepEqual(
      tiers({ "gpu-training": { sizes: ["48xlarge"], capacityTypes: ["reserved"] } }),
      [
        'tiers.gpu-training.capacityTypes: its node class gpu-training selects no capacity reservation, got ["reserved"]; expected reserved only when the class selects reservations; add nodeClasses.gpu-training.capacityReservations, or remove reserved',
      ],
    );
    assert.deepEqual(
      faults((sections) => {
        sections["nodeClasses"] = { "gpu-training": reservations };
        Object.assign((sections["tiers"] ??= {}), {
          "gpu-training": { sizes: ["48xlarge"], capacityTypes: ["reserved"] },
          "gpu-training-protected": { sizes: ["48xlarge"] },
        });
      }),
      [],
    );
  });
});

describe("capacity reservations of a node class", () => {
  const withTerm = (term: unknown) =>
    faults((sections) => {
      sections["nodeClasses"] = { "gpu-training": { capacityReservations: [term] } };
      sections["tiers"] = { "gpu-training": { sizes: ["48xlarge"] } };
    });

  it("are selected by id alone, or by common properties", () => {
    assert.deepEqual(withTerm({ tags: { team: "ml" }, instanceMatchCriteria: "targeted" }), []);
    assert.deepEqual(withTerm({ id: "cr-0123456789abcdef0", tags: { team: "ml" } }), [
      'nodeClasses.gpu-training.capacityReservations[0]: not allowed, got {"id":"cr-0123456789abcdef0","tags":{"team":"ml"}}; expected either an id alone, or tags or instanceMatchCriteria; ownerId only beside these two; set nodeClasses.gpu-training.capacityReservations[0]',
    ]);
    assert.deepEqual(withTerm({}), [
      "nodeClasses.gpu-training.capacityReservations[0]: not allowed, got {}; expected either an id alone, or tags or instanceMatchCriteria; ownerId only beside these two; set nodeClasses.gpu-training.capacityReservations[0]",
    ]);
  });

  it("are not selected by their owner alone, because Karpenter's CRD refuses it", () => {
    const ownerId = "123456789012";
    assert.deepEqual(withTerm({ ownerId, tags: { team: "ml" } }), []);
    assert.deepEqual(withTerm({ ownerId, instanceMatchCriteria: "targeted" }), []);
    assert.deepEqual(withTerm({ ownerId }), [
      'nodeClasses.gpu-training.capacityReservations[0]: not allowed, got {"ownerId":"123456789012"}; expected either an id alone, or tags or instanceMatchCriteria; ownerId only beside these two; set nodeClasses.gpu-training.capacityReservations[0]',
    ]);
  });
});

describe("a placement group", () => {
  const withGroup = (group: unknown, zones?: readonly string[]) =>
    faults((sections) => {
      sections["nodeClasses"] = { "gpu-training": { placementGroup: group } };
      const training = zones === undefined ? {} : { zones };
      Object.assign((sections["tiers"] ??= {}), {
        "gpu-training": training,
        "gpu-training-protected": training,
      });
    });

  it("requires one zone in every tier of its class", () => {
    assert.deepEqual(withGroup({ own: true }), [
      'tiers.gpu-training.zones: its node class gpu-training has a placement group, got ["us-east-1a","us-east-1b","us-east-1c"]; expected one zone; set zones to the one zone of the group, or remove nodeClasses.gpu-training.placementGroup',
      'tiers.gpu-training-protected.zones: its node class gpu-training has a placement group, got ["us-east-1a","us-east-1b","us-east-1c"]; expected one zone; set zones to the one zone of the group, or remove nodeClasses.gpu-training.placementGroup',
    ]);
    assert.deepEqual(withGroup({ own: true }, ["us-east-1b"]), []);
  });

  it("requires the same zone in every tier of its class", () => {
    const inZones = (one: string, other: string) =>
      faults((sections) => {
        sections["nodeClasses"] = { "gpu-training": { placementGroup: { own: true } } };
        Object.assign((sections["tiers"] ??= {}), {
          "gpu-training": { zones: [one] },
          "gpu-training-protected": { zones: [other] },
        });
      });
    const problem =
      "its node class gpu-training has one placement group, and its tiers are in us-east-1a and us-east-1b";
    const fix =
      "set zones to the one zone of the group, or remove nodeClasses.gpu-training.placementGroup";
    assert.deepEqual(inZones("us-east-1a", "us-east-1b"), [
      `tiers.gpu-training.zones: ${problem}, got ["us-east-1a"]; expected the same zone as gpu-training-protected; ${fix}`,
      `tiers.gpu-training-protected.zones: ${problem}, got ["us-east-1b"]; expected the same zone as gpu-training; ${fix}`,
    ]);
    assert.deepEqual(inZones("us-east-1b", "us-east-1b"), []);
  });

  it("is created, or named, or given by its id", () => {
    assert.deepEqual(withGroup({ name: "training" }, ["us-east-1b"]), []);
    assert.deepEqual(withGroup({ id: "pg-0123456789abcdef0" }, ["us-east-1b"]), []);
    assert.deepEqual(withGroup({ own: true, name: "training" }, ["us-east-1b"]), [
      'nodeClasses.gpu-training.placementGroup: not allowed, got {"own":true,"name":"training"}; expected exactly one of own: true, name and id; set nodeClasses.gpu-training.placementGroup',
    ]);
  });
});

describe("EFA", () => {
  const with_ = (tier: Record<string, unknown>, nodeClass: Record<string, unknown> = {}) =>
    faults((sections) => {
      sections["nodeClasses"] = { "gpu-training-b": nodeClass };
      Object.assign((sections["tiers"] ??= {}), { "gpu-training-b": { weight: 95, ...tier } });
    });

  it("is refused when no type of the tier has it", () => {
    assert.deepEqual(with_({ efa: true, gpus: ["a10g"], sizes: ["xlarge"] }), [
      "tiers.gpu-training-b.efa: no type of the tier has an Elastic Fabric Adapter that Karpenter attaches, got true; expected a tier with such types; remove efa, or widen families and sizes",
    ]);
  });

  // https://github.com/aws/aws-parallelcluster/issues/7143
  it("of p6-b300 begins at network card 1, so a node class of its own attaches it", () => {
    const b300 = { efa: true, gpus: ["b300"], families: ["p6-b300"] };
    const withClass = (nodeClass: Record<string, unknown>, others: Record<string, unknown> = {}) =>
      faults((sections) => {
        sections["nodeClasses"] = { "gpu-training-b": nodeClass };
        const pool = { ...b300, nodeClass: "gpu-training-b" };
        Object.assign((sections["tiers"] ??= {}), { "gpu-training-protected": pool, ...others });
      });
    assert.deepEqual(withClass({}), [
      "tiers.gpu-training-protected.efa: network card 0 of p6-b300.48xlarge takes no EFA, and for pods Karpenter begins there, got true; expected nodeClasses.gpu-training-b.efaInterfaces, which begins at card 1 for these types; set it to 16, or remove efa",
    ]);
    assert.deepEqual(withClass({ efaInterfaces: 16 }), []);
    const other = { efa: true, families: ["p5"], sizes: ["48xlarge"], weight: 95 };
    assert.deepEqual(withClass({ efaInterfaces: 16 }, { "gpu-training-b": other }), [
      'tiers.gpu-training-protected.efa: its node class gpu-training-b begins at network card 1, which does not fit gpu-training-b, got ["p6-b300"]; expected a node class of its own; set tiers.gpu-training-protected.nodeClass to a class that no other tier uses',
    ]);
    assert.match(withClass({ efaInterfaces: 17 }).join("\n"), /expected at most 16/);
  });

  it("is refused in a node class that a tier without EFA uses, because every node of the class reserves huge pages", () => {
    const efa = { efa: true, families: ["p5"] };
    assert.deepEqual(with_({ ...efa, nodeClass: "gpu-training" }), [
      "tiers.gpu-training-b.efa: its node class gpu-training reserves huge pages on every node, and gpu-training has no EFA, got true; expected efa in every tier of a node class, or in none; set tiers.gpu-training-b.nodeClass to a class that no tier without efa uses, such as gpu-training-b",
    ]);
    assert.deepEqual(with_(efa), []);
  });

  it("is refused with Ubuntu, whose image has no driver for it", () => {
    const gpu = {
      ubuntuAmi: "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
      driverVersion: "580.126.20",
    };
    const withStack = (section: Record<string, unknown>, tier: Record<string, unknown>) =>
      faults((sections) => {
        Object.assign(sections, { gpu: section });
        Object.assign((sections["tiers"] ??= {}), { "gpu-training-b": { weight: 95, ...tier } });
      });
    const efa = { efa: true, families: ["p5"] };
    assert.deepEqual(withStack({ stack: "ubuntu-operator", ...gpu }, efa), [
      "tiers.gpu-training-b.efa: the image of gpu.stack ubuntu-operator has no EFA driver, got true; expected efa only with al2023-operator, al2023-device-plugin or bottlerocket-operator; remove efa, or choose another gpu.stack",
    ]);
    assert.deepEqual(withStack({ stack: "ubuntu-operator", ...gpu }, { families: ["p5"] }), []);
    assert.deepEqual(withStack({ stack: "al2023-operator" }, efa), []);
  });

  it("is refused with more interfaces than a type has network cards", () => {
    assert.deepEqual(with_({ efa: true, gpus: ["a100-40gb", "h100"] }, { efaInterfaces: 32 }), [
      "nodeClasses.gpu-training-b.efaInterfaces: too many for 2 types of gpu-training-b, such as p4d.24xlarge, got 32; expected at most 1; lower it, or narrow the tier with families and sizes",
    ]);
    assert.deepEqual(
      with_({ efa: true, families: ["p5"], sizes: ["48xlarge"] }, { efaInterfaces: 32 }),
      [],
    );
  });

  it("is required for every tier whose node class attaches interfaces, because the plugin has to run", () => {
    assert.deepEqual(with_({ families: ["p5"], sizes: ["48xlarge"] }, { efaInterfaces: 32 }), [
      "tiers.gpu-training-b.efa: its node class gpu-training-b attaches EFA interfaces, got nothing; expected true; set tiers.gpu-training-b.efa, or remove nodeClasses.gpu-training-b.efaInterfaces",
    ]);
  });
});

describe("a static pool", () => {
  const h100 = { families: ["p5"], sizes: ["48xlarge"] };

  it("accepts no weight, and no limit but the number of nodes", () => {
    assert.deepEqual(
      tiers({
        "gpu-training-protected": {
          ...h100,
          replicas: 2,
          weight: 50,
          limits: { "nvidia.com/gpu": 16 },
        },
      }),
      [
        "tiers.gpu-training-protected.weight: not for a static pool, got 50; expected no such key beside replicas; remove weight: Karpenter launches the nodes of a static pool without pods",
        'tiers.gpu-training-protected.limits: not for a static pool, got {"nvidia.com/gpu":16}; expected only nodes, 3 or more, so that drift can add a node before it removes one; limit nodes, or remove limits',
      ],
    );
  });

  it("is refused when its limit is below its replicas", () => {
    assert.deepEqual(
      tiers({ "gpu-training-protected": { ...h100, replicas: 4, limits: { nodes: 3 } } }),
      [
        'tiers.gpu-training-protected.limits: fewer nodes than replicas, got {"nodes":3}; expected only nodes, 5 or more, so that drift can add a node before it removes one; limit nodes, or remove limits',
      ],
    );
  });

  it("is emptied by its replicas and not by retired", () => {
    assert.deepEqual(tiers({ "gpu-training-protected": { ...h100, replicas: 2, retired: true } }), [
      "tiers.gpu-training-protected.retired: not for a static pool, got true; expected no such key beside replicas; set replicas to 0 when its work has ended",
    ]);
  });
});

describe("the two slots of a tier", () => {
  it("need different weights while both may grow", () => {
    assert.deepEqual(tiers({ "gpu-training-b": {} }), [
      "tiers.gpu-training-b.weight: same weight as gpu-training, the other slot of the tier, got 90; expected another weight, the higher one for the slot that gets new work; set the weight of gpu-training-b, or retired: true for gpu-training",
    ]);
    assert.deepEqual(tiers({ "gpu-training-b": { weight: 91 } }), []);
  });

  it("may have the same weight when one of them is closed", () => {
    assert.deepEqual(tiers({ "gpu-training": { retired: true }, "gpu-training-b": {} }), []);
  });
});
