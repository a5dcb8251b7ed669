import { PolicyPack } from "@pulumi/policy";

import { packName, rules } from "./registry";
import { packRepository } from "./repository";
import { toPolicies } from "./support/adapter";

new PolicyPack(packName, {
  policies: toPolicies(rules, { today: new Date(), repository: packRepository }),
  enforcementLevel: "mandatory",
});
