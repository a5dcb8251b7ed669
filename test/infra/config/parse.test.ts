import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { poolNames } from "../../../components/node-pools/pool-names";
import { checkedConfig } from "../../../infra/checks/checked-config";
import { formatFault } from "../../../infra/config/config-fault";
import { stackValues } from "../../support/stack-values";

const stack = "production-us-east-1";
const key = (name: string) => `accelerator-platform:${name}`;

/** The faults of the production stack after one change, each as the line a person reads. */
function faultsAfter(
  change: (values: Record<string, unknown>) => void,
  name = stack,
): readonly string[] {
  const values = stackValues(stack);
  change(values);
  return (checkedConfig(name, values).faults ?? []).map(formatFault);
}

const section = (values: Record<string, unknown>, name: string) =>
  values[key(name)] as Record<string, unknown>;

describe("checkedConfig", () => {
  it("accepts the shipped production stack and applies the defaults", () => {
    const { config, faults } = checkedConfig(stack, stackValues(stack));
    assert.equal(faults, undefined);
    assert.deepEqual(config?.karpenter, {
      identity: "irsa",
      nodeRepair: { enabled: false, interruptsTraining: false, legacy: false },
      featureGates: {
        terminateFirstDrift: false,
        terminateFirstRepair: false,
        podDeletionCostManagement: false,
        rebootForRepair: false,
      },
      enableDRA: false,
    });
    assert.deepEqual(config?.cluster.systemNodes, { instanceType: "m7i.large", count: 3 });
    assert.deepEqual(config?.nodeClasses, {});
  });

  it("accepts true and false in quotes, as `pulumi config set` writes them", () => {
    const { config } = checkedConfig(stack, {
      ...stackValues(stack),
      [key("protect")]: "false",
    });
    assert.equal(config?.protect, false);
  });

  it("names the nearest known key for an unknown one", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "network")["natGateway"] = "single";
      }),
      [
        'network.natGateway: unknown key, got "single"; expected one of cidr, zones, controlPlaneZones, zoneIds, podCidrs, natGateways, interfaceEndpoints; did you mean natGateways?',
      ],
    );
  });

  it("names the nearest tier for an unknown one", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-trainin"] = {};
      }),
      [
        `tiers.gpu-trainin: unknown key, got {}; expected one of ${poolNames.join(", ")}, or a name of your own with the key from; did you mean gpu-training?`,
      ],
    );
  });

  it("says what to do about a wrong type", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "versions")["kubernetes"] = 1.35;
      }),
      ["versions.kubernetes: wrong type, got 1.35; expected text; write it in quotes"],
    );
  });

  it("refuses a negative limit, a zero and a limit that is no quantity", () => {
    for (const [limit, got] of [
      [-3, "-3"],
      [0, "0"],
      ["many", '"many"'],
    ] as const) {
      assert.deepEqual(
        faultsAfter((values) => {
          section(values, "tiers")["gpu-training"] = { limits: { "nvidia.com/gpu": limit } };
        }),
        [
          `tiers.gpu-training.limits["nvidia.com/gpu"]: not allowed, got ${got}; expected a whole number or a quantity in quotes, above zero, such as 16, "500m" or "2000Gi"; set tiers.gpu-training.limits["nvidia.com/gpu"]`,
        ],
      );
    }
  });

  it("refuses a schedule with a time zone, with the message of the scheduling model", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-inference"] = {
          budgets: [{ nodes: "1", schedule: "TZ=Asia/Tokyo 0 9 * * *", duration: "1h" }],
        };
      }),
      [
        'tiers.gpu-inference.budgets[0].schedule: has a time zone, got "TZ=Asia/Tokyo 0 9 * * *"; Karpenter reads schedules in UTC only and would block every disruption of the pool for good; leave the prefix out and write UTC',
      ],
    );
  });

  it("keeps the parts of the scheduling model's faults apart, whatever the value holds", () => {
    const values = stackValues(stack);
    section(values, "tiers")["gpu-inference"] = {
      budgets: [{ nodes: "1", schedule: "0 2 * *; expected nothing; sleep", duration: "1h" }],
    };
    const [fault, ...more] = checkedConfig(stack, values).faults ?? [];
    assert.deepEqual(more, []);
    assert.deepEqual(fault?.path, ["tiers", "gpu-inference", "budgets", 0, "schedule"]);
    assert.equal(fault.problem, "has 7 fields");
    assert.equal(fault.got, '"0 2 * *; expected nothing; sleep"');
    assert.match(fault.expected ?? "", /^five fields/);
  });

  it("names the repeated reason and not its budget", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-inference"] = {
          budgets: [{ nodes: "1", reasons: ["Empty", "Empty"] }],
        };
      }),
      [
        'tiers.gpu-inference.budgets[0].reasons[1]: is there twice, got "Empty"; name each reason once',
      ],
    );
  });

  it("refuses an invalid cron", () => {
    const faults = faultsAfter((values) => {
      section(values, "tiers")["gpu-inference"] = {
        budgets: [{ nodes: "1", schedule: "0 25 * * *", duration: "1h" }],
      };
    });
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? "", /^tiers\.gpu-inference\.budgets\[0\]\.schedule: .*25/);
  });

  it("reports every fault of every section in one run, across sections too", () => {
    const faults = faultsAfter((values) => {
      section(values, "network")["zones"] = ["us-east-1a", "us-west-2c"];
      section(values, "network")["nat"] = "single";
      section(values, "versions")["amiAlias"] = "al2023@latest";
      section(values, "tiers")["gpu-tier2-g4dn-spot"] = { weight: 100 };
      delete values[key("timeZone")];
    });
    assert.deepEqual(faults.map((line) => line.split(":")[0]).sort(), [
      "network.nat",
      "network.zones[1]",
      "tiers.gpu-tier2-g4dn-spot.weight",
      "timeZone",
      "versions.amiAlias",
    ]);
  });

  it("refuses keys of a provider, which the program would never read", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        values["aws:region"] = "eu-west-1";
      }),
      [
        '["aws:region"]: key of another namespace, got "aws:region"; expected keys that begin with accelerator-platform:; remove it: the program configures its own providers; set accelerator-platform:region instead',
      ],
    );
  });

  it("refuses a stack whose name is not its environment and region", () => {
    assert.deepEqual(
      faultsAfter(() => undefined, "production-us-west-2"),
      [
        'region: stack name and configuration disagree, got "production-us-west-2"; expected a stack called production-us-east-1; rename the file to Pulumi.production-us-east-1.yaml or correct environment and region',
      ],
    );
  });

  it("requires a maintenance window when the stack has a tier that promises one", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        delete values[key("maintenanceWindow")];
      }),
      [
        "maintenanceWindow: missing, required by gpu-training-protected, got nothing; expected days, start and length; add a window in which their nodes may be replaced, or use gpu-training or trainium-training, whose outdated nodes are replaced when they are empty",
      ],
    );
  });

  it("refuses a window that is never open because of daylight saving", () => {
    const faults = faultsAfter((values) => {
      values[key("maintenanceWindow")] = { days: ["SUN"], start: "02:00", length: "1h" };
    });
    assert.equal(faults.length, 1);
    assert.match(
      faults[0] ?? "",
      /^maintenanceWindow: never opens in UTC, .*America\/New_York moves its clocks by 60 minutes/,
    );
  });

  it("accepts the same window in a zone without daylight saving", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        values[key("maintenanceWindow")] = {
          days: ["SUN"],
          start: "02:00",
          length: "1h",
          timeZone: "Asia/Tokyo",
        };
      }),
      [],
    );
  });

  it("refuses limits of an accelerator tier without its accelerator", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["inferentia"] = { limits: { cpu: 100 } };
      }),
      [
        'tiers.inferentia.limits: the accelerator has no limit, got {"cpu":100}; expected a limit for aws.amazon.com/neuron; add aws.amazon.com/neuron, in whole devices',
      ],
    );
  });

  it("refuses a range that does not begin at its first address, and one that is too small or too large", () => {
    const cidr = (text: string) =>
      faultsAfter((values) => {
        section(values, "network")["cidr"] = text;
      });
    assert.match(
      cidr("10.40.1.0/16")[0] ?? "",
      /^network\.cidr: not the first address of its range/,
    );
    assert.match(cidr("10.40.0.0/21")[0] ?? "", /^network\.cidr: too small/);
    assert.match(cidr("10.0.0.0/8")[0] ?? "", /^network\.cidr: too large for a VPC/);
    assert.deepEqual(cidr("10.40.16.0/20"), []);
  });

  it("refuses a zone for which the network has no subnet, with a message and without a stack trace", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "network")["zones"] = ["us-east-1a", "us-east-1g"];
      }),
      [
        'network.zones[1]: not allowed, got "us-east-1g"; expected a zone name such as us-east-1a, its letter from a to f; set network.zones[1]',
      ],
    );
  });

  it("refuses a public endpoint that is open to everyone", () => {
    const faults = faultsAfter((values) => {
      section(values, "cluster")["publicAccessCidrs"] = ["0.0.0.0/0"];
    });
    assert.deepEqual(faults, [
      'cluster.publicAccessCidrs[0]: not allowed, got "0.0.0.0/0"; expected a range of your own networks, not everyone (/0); set cluster.publicAccessCidrs[0]',
    ]);
  });

  it("refuses families and sizes that leave no instance type", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-training"] = {
          families: ["g6"],
          limits: { "nvidia.com/gpu": 8 },
        };
      }),
      [
        'tiers.gpu-training.families: no instance type is left: g6.12xlarge is excluded by karpenter.k8s.aws/instance-gpu-name In [h100], got {"families":["g6"]}; expected some of p5, in a combination that exists; correct families, or set gpus: [l4]',
      ],
    );
  });

  it("refuses a blocked window on a training tier", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-training"] = {
          blockedWindow: { days: ["MON"], start: "09:00", length: "10h" },
        };
      }),
      [
        'tiers.gpu-training.blockedWindow: drift and consolidation never touch a busy node of the tier anyway, got {"days":["MON"],"start":"09:00","length":"10h"}; expected no blocked window; remove it',
      ],
    );
  });

  it("refuses versions that do not work together", () => {
    const after = (change: Record<string, string>) =>
      faultsAfter((values) => Object.assign(section(values, "versions"), change));
    assert.deepEqual(after({ karpenter: "1.5.0" }), [
      'versions.karpenter: too old for Kubernetes 1.35, got "1.5.0"; expected 1.14.0 or newer; raise Karpenter before Kubernetes',
    ]);
    assert.deepEqual(after({ kubernetes: "1.36", karpenter: "1.12.4" }), [
      'versions.karpenter: too old for Kubernetes 1.36, got "1.12.4"; expected 1.14.0 or newer; raise Karpenter before Kubernetes',
    ]);
    assert.match(
      after({ kubernetes: "1.99" })[0] ?? "",
      /^versions\.kubernetes: not in the compatibility table/,
    );
    assert.deepEqual(
      faultsAfter((values) => {
        const addons = section(values, "versions")["addons"] as Record<string, string>;
        addons["kube-proxy"] = "v1.36.0-eksbuild.17";
      }),
      [
        'versions.addons["kube-proxy"]: does not fit Kubernetes 1.35, got "v1.36.0-eksbuild.17"; expected a minor from 1.32 to 1.35; choose the add-on version of the control plane\'s minor',
      ].map((line) => line.replace('["kube-proxy"]', ".kube-proxy")),
    );
  });

  it("refuses system nodes that are too small for Karpenter", () => {
    const after = (instanceType: string) =>
      faultsAfter((values) => {
        section(values, "cluster")["systemNodes"] = { instanceType };
      });
    assert.deepEqual(after("m7g.large"), [
      'cluster.systemNodes.instanceType: not x86-64, got "m7g.large"; expected an x86-64 instance type without accelerator, of 2 CPUs and 8 GiB or more; use m7i.large or larger',
    ]);
    assert.match(after("t3.micro")[0] ?? "", /: too small,/);
    assert.match(after("g5.xlarge")[0] ?? "", /: an accelerator that nothing would use,/);
    assert.match(after("m7i.huge")[0] ?? "", /: unknown instance type,/);
    assert.deepEqual(after("m6i.large"), []);
  });

  it("refuses part of a device as a limit", () => {
    assert.deepEqual(
      faultsAfter((values) => {
        section(values, "tiers")["gpu-training"] = { limits: { "nvidia.com/gpu": "500m" } };
      }),
      [
        'tiers.gpu-training.limits["nvidia.com/gpu"]: part of a device, got "500m"; expected a whole number of devices; write how many devices the tier may hold',
      ],
    );
  });

  it("refuses tags that IAM does not accept or that Karpenter's discovery uses", () => {
    const after = (tags: Record<string, string>) =>
      faultsAfter((values) => {
        values[key("tags")] = tags;
      });
    assert.equal(after({ owner: "ML (platform), core" }).length, 1);
    assert.deepEqual(after({ owner: "ML platform/core: a+b=c@d" }), []);
    assert.match(after({ "karpenter.sh/discovery": "x" })[0] ?? "", /: reserved tag,/);
  });

  it("never throws, whatever the values are", () => {
    const odd: unknown[] = [null, [], 0, "", true, { a: [{}] }, [[null]]];
    for (const name of Object.keys(stackValues(stack))) {
      for (const value of odd) {
        const faults = faultsAfter((values) => {
          values[name] = value;
        });
        for (const line of faults) assert.match(line, /^\S+: \S/);
      }
    }
  });
});
