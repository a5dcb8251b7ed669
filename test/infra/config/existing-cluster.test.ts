import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { describe, it } from "mocha";
import { parse } from "yaml";

import { checkedConfig } from "../../../infra/checks/checked-config";
import { readStackFile } from "../../../infra/checks/read-stack-file";
import { formatFault } from "../../../infra/config/config-fault";
import { stackFileSchema } from "../../../infra/config/json-schema";
import type { PlatformConfig } from "../../../infra/config/schema";
import { clusterSpec } from "../../../infra/resolved/cluster-spec";
import { stackValues } from "../../support/stack-values";

const file = path.join(__dirname, "../../fixtures/stacks/Pulumi.dev-us-east-1.yaml");

type Sections = Record<"cluster" | "network" | "versions", Record<string, unknown>>;

/** What the stack file of an adopted cluster says, after one change. */
function changed(change: (sections: Sections) => void): Record<string, unknown> {
  return changedValues(structuredClone(readStackFile(file).values), change);
}

function changedValues(
  values: Readonly<Record<string, unknown>>,
  change: (sections: Sections) => void,
): Record<string, unknown> {
  const sections = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key.replace("accelerator-platform:", ""), value]),
  );
  change(sections as Sections);
  return Object.fromEntries(
    Object.entries(sections).map(([key, value]) => [`accelerator-platform:${key}`, value]),
  );
}

function faultsAfter(change: (sections: Sections) => void): readonly string[] {
  return (checkedConfig("dev-us-east-1", changed(change)).faults ?? []).map(formatFault);
}

function configAfter(change: (sections: Sections) => void): PlatformConfig {
  const { config, faults } = checkedConfig("dev-us-east-1", changed(change));
  assert.ok(config, (faults ?? []).map(formatFault).join("\n"));
  return config;
}

describe("cluster.existing", () => {
  it("needs a name, zones and versions of what is installed, and nothing else", () => {
    const { config, faults } = readStackFile(file);
    assert.deepEqual(faults, []);
    assert.ok(config);
    assert.equal(config.network.cidr, undefined);
    assert.equal(config.versions.addons, undefined);
    const byTag = [{ tags: { "karpenter.sh/discovery": "Research_1" } }];
    assert.deepEqual(clusterSpec(config), {
      kind: "existing",
      discovery: { subnetSelectorTerms: byTag, securityGroupSelectorTerms: byTag },
      placement: {
        nodeSelector: {},
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
      },
      access: {},
    });
  });

  it("refuses every key of a new cluster, each by its path", () => {
    assert.deepEqual(
      faultsAfter(({ cluster, network, versions }) => {
        cluster["publicAccessCidrs"] = [];
        cluster["privateAccessCidrs"] = ["10.0.0.0/8"];
        cluster["supportType"] = "STANDARD";
        cluster["administrators"] = {};
        cluster["systemNodes"] = { count: 2 };
        network["cidr"] = "10.40.0.0/16";
        network["natGateways"] = "single";
        network["interfaceEndpoints"] = [];
        versions["addons"] = { coredns: "v1.13.2-eksbuild.31" };
      })
        .map((line) => line.split(",")[0])
        .filter((line) => line?.includes("only for")),
      [
        "cluster.publicAccessCidrs: only for a cluster that the stack creates",
        "cluster.privateAccessCidrs: only for a cluster that the stack creates",
        "cluster.supportType: only for a cluster that the stack creates",
        "cluster.administrators: only for a cluster that the stack creates",
        "cluster.systemNodes: only for a cluster that the stack creates",
        "network.cidr: only for a cluster that the stack creates",
        "network.natGateways: only for a cluster that the stack creates",
        "network.interfaceEndpoints: only for a cluster that the stack creates",
        "versions.addons: only for a cluster that the stack creates",
      ],
    );
    assert.deepEqual(
      faultsAfter(({ network }) => {
        network["cidr"] = "10.40.0.0/16";
      }),
      [
        'network.cidr: only for a cluster that the stack creates, got "10.40.0.0/16"; expected no such key beside cluster.existing; remove it',
      ],
    );
  });

  it("is suggested for a stack without network range and add-ons", () => {
    const values = changedValues(stackValues("production-us-east-1"), ({ network, versions }) => {
      delete network["cidr"];
      delete versions["addons"];
    });
    assert.deepEqual(checkedConfig("production-us-east-1", values).faults?.map(formatFault), [
      "network.cidr: missing, got nothing; expected an IPv4 range such as 10.40.0.0/16; add cidr, or cluster.existing to use an existing cluster",
      "versions.addons: missing, got nothing; expected the version of each EKS add-on; add addons, or cluster.existing to use an existing cluster",
    ]);
  });

  it("accepts every name that EKS accepts; a new cluster accepts only some of them", () => {
    assert.deepEqual(
      faultsAfter(({ cluster }) => {
        cluster["name"] = "1_Team-A";
      }),
      [],
    );
    assert.deepEqual(
      faultsAfter(({ cluster }) => {
        cluster["name"] = "team a";
      }),
      [
        'cluster.name: not allowed, got "team a"; expected letters, digits, hyphens and underscores, a letter or digit first, at most 100 characters; set cluster.name',
      ],
    );
    const values = changedValues(stackValues("production-us-east-1"), ({ cluster }) => {
      cluster["name"] = "1_Team-A";
    });
    assert.deepEqual(checkedConfig("production-us-east-1", values).faults?.map(formatFault), [
      'cluster.name: not allowed, got "1_Team-A"; expected lower-case letters, digits and hyphens, a letter first, at most 63 characters; set cluster.name',
    ]);
  });

  it("names subnets and security groups by id or by tags, and where controllers run", () => {
    const config = configAfter(({ cluster }) => {
      cluster["existing"] = {
        subnets: { ids: ["subnet-0a1b2c3d", "subnet-0123456789abcdef0"] },
        securityGroups: { tags: { team: "research", "kubernetes.io/cluster/x": "*" } },
        controllers: {
          nodeSelector: { "node.kubernetes.io/pool": "core" },
          tolerations: [{ key: "dedicated", value: "core", effect: "NoSchedule" }],
        },
        access: {
          roleArn: "arn:aws:iam::123456789012:role/deployer",
          proxyUrl: "http://proxy.internal:3128",
        },
      };
    });
    assert.deepEqual(clusterSpec(config), {
      kind: "existing",
      discovery: {
        subnetSelectorTerms: [{ id: "subnet-0a1b2c3d" }, { id: "subnet-0123456789abcdef0" }],
        securityGroupSelectorTerms: [
          { tags: { team: "research", "kubernetes.io/cluster/x": "*" } },
        ],
      },
      placement: {
        nodeSelector: { "node.kubernetes.io/pool": "core" },
        tolerations: [{ key: "dedicated", operator: "Equal", value: "core", effect: "NoSchedule" }],
      },
      access: {
        roleArn: "arn:aws:iam::123456789012:role/deployer",
        proxyUrl: "http://proxy.internal:3128",
      },
    });
  });

  it("refuses ids together with tags, neither of them, wrong ids, and credentials in the proxy's address", () => {
    assert.deepEqual(
      faultsAfter(({ cluster }) => {
        cluster["existing"] = {
          subnets: { ids: ["subnet-0a1b2c3d"], tags: { a: "b" } },
          securityGroups: {},
          access: { proxyUrl: "http://user:secret@proxy:3128" },
        };
      }),
      [
        'cluster.existing.subnets: not allowed, got {"ids":["subnet-0a1b2c3d"],"tags":{"a":"b"}}; expected either ids or tags; set cluster.existing.subnets',
        "cluster.existing.securityGroups: not allowed, got {}; expected either ids or tags; set cluster.existing.securityGroups",
        'cluster.existing.access.proxyUrl: not allowed, got "http://user:secret@proxy:3128"; expected http, https or socks5, host and port; set cluster.existing.access.proxyUrl',
      ],
    );
    assert.deepEqual(
      faultsAfter(({ cluster }) => {
        cluster["existing"] = { subnets: { ids: ["sg-0a1b2c3d"] }, securityGroup: {} };
      }),
      [
        'cluster.existing.subnets.ids[0]: not allowed, got "sg-0a1b2c3d"; expected the id of a subnet such as subnet-0123456789abcdef0; set cluster.existing.subnets.ids[0]',
        "cluster.existing.securityGroup: unknown key, got {}; expected one of subnets, securityGroups, controllers, access; did you mean securityGroups?",
      ],
    );
  });
});

describe("docs/existing-cluster.md", () => {
  const page = readFileSync(path.join(__dirname, "../../../docs/existing-cluster.md"), "utf8");
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

  it("shows a stack file and a section that are accepted", () => {
    const [stack = "", section = ""] = blocks;
    assert.equal(blocks.length, 2);
    const { config } = parse(stack) as { config: Record<string, unknown> };
    const { existing } = parse(section) as { existing: unknown };
    for (const changed of [config, withExisting(config, existing)]) {
      const { faults = [] } = checkedConfig("staging-us-west-2", changed);
      assert.deepEqual(faults.map(formatFault), []);
    }
  });
});

function withExisting(values: Readonly<Record<string, unknown>>, existing: unknown) {
  return changedValues(structuredClone(values), ({ cluster }) => {
    cluster["existing"] = existing;
  });
}

describe("stacks/schema.json for an existing cluster", () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    stackFileSchema(),
  );

  it("requires a range and add-ons only without cluster.existing", () => {
    const adopted = parse(readFileSync(file, "utf8")) as {
      config: Record<string, Record<string, unknown>>;
    };
    assert.equal(validate(adopted), true, JSON.stringify(validate.errors));
    delete adopted.config["accelerator-platform:cluster"]?.["existing"];
    assert.equal(validate(adopted), false);
  });
});
