import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { efaHugePages, efaHugePagesQuantity } from "../../../components/node-pools/huge-pages";
import { tierProfiles } from "../../../components/node-pools/tier-profiles";
import { userData } from "../../../components/node-pools/user-data.builder";
import { efaInterfacesOf } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { parseQuantity } from "../../../scheduling/values/quantity";

const al2023 = { os: "al2023", alias: "al2023@v20260903" } as const;
const bottlerocket = { os: "bottlerocket", alias: "bottlerocket@v1.53.0" } as const;
const ubuntu = { os: "ubuntu", name: "image", owner: "099720109477" } as const;

describe("the user data of a node class", () => {
  it("reserves the huge pages on AL2023 in a script, which runs before the kubelet starts", () => {
    assert.equal(
      userData(al2023, { hugePages: true }).userData,
      [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="BOUNDARY"',
        "",
        "--BOUNDARY",
        'Content-Type: text/x-shellscript; charset="us-ascii"',
        "",
        "#!/bin/bash",
        'echo "vm.nr_hugepages=5128" > /etc/sysctl.d/99-efa-huge-pages.conf',
        "sysctl --load /etc/sysctl.d/99-efa-huge-pages.conf",
        "",
        "--BOUNDARY--",
        "",
      ].join("\n"),
    );
  });

  it("reserves them on Bottlerocket with a setting, beside the one for time-slicing", () => {
    const sysctl = '[settings.kernel.sysctl]\n"vm/nr_hugepages" = "5128"\n';
    assert.equal(userData(bottlerocket, { hugePages: true }).userData, sysctl);
    const both = userData({ ...bottlerocket, timeSlicingReplicas: 4 }, { hugePages: true });
    const text = both.userData ?? "";
    assert.ok(text.startsWith("[settings.kubelet-device-plugins.nvidia]\n"));
    assert.ok(text.endsWith(`\n\n${sysctl}`));
  });

  it("has the stack's own script or settings beside what the class needs", () => {
    const script =
      userData(al2023, { hugePages: true, own: "#!/bin/sh\necho ours\n" }).userData ?? "";
    const parts = script.split("--BOUNDARY\n");
    assert.equal(parts.length, 3);
    assert.match(parts[1] ?? "", /nr_hugepages=5128/);
    assert.ok(parts[2]?.endsWith("#!/bin/sh\necho ours\n\n--BOUNDARY--\n"));
    const own = '[settings.ntp]\ntime-servers = ["169.254.169.123"]\n';
    assert.equal(
      userData(bottlerocket, { hugePages: true, own }).userData,
      `[settings.kernel.sysctl]\n"vm/nr_hugepages" = "5128"\n\n${own}`,
    );
  });

  it("has a boundary that the stack's script does not contain", () => {
    const own = "#!/bin/sh\ncat <<END\n--BOUNDARY--\nBOUNDARY-1\nEND\n";
    const text = userData(al2023, { hugePages: true, own }).userData ?? "";
    assert.match(text, /^MIME-Version: 1\.0\nContent-Type: .*; boundary="BOUNDARY-2"\n/);
    const parts = text.split("--BOUNDARY-2");
    assert.equal(parts.length, 4);
    assert.ok(parts[2]?.endsWith(`\n\n${own}\n`));
    assert.equal(parts[3], "--\n");
  });

  it("is absent where there is nothing to do", () => {
    for (const ami of [al2023, bottlerocket, ubuntu]) {
      assert.deepEqual(userData(ami, { hugePages: false }), {});
    }
  });

  it("reserves what the NodeOverlay declares, and less than a tenth of the memory of any type with EFA", () => {
    const reserved = parseQuantity(efaHugePagesQuantity) ?? 0;
    assert.equal(reserved, efaHugePages * 2 * 1024 ** 2);
    const types = Object.values(tierProfiles)
      .filter(({ accelerator }) => accelerator !== undefined)
      .flatMap(({ requirements }) => launchableTypes(requirementsOf(requirements)))
      .filter((type) => efaInterfacesOf(type) > 0);
    assert.ok(types.length > 0);
    for (const { name, allocatable } of types) {
      assert.ok(reserved < (parseQuantity(allocatable["memory"] ?? "") ?? 0) / 10, name);
    }
  });
});
