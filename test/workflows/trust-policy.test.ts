import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

const page = readFileSync(path.resolve(__dirname, "../../docs/deploying.md"), "utf8");

interface TrustPolicy {
  readonly Statement: readonly {
    readonly Action: string;
    readonly Condition: { readonly StringEquals: Readonly<Record<string, string>> };
  }[];
}

describe("the documented trust policy of the deploying role", () => {
  const [, json = ""] = /```json\n(\{[^`]*AssumeRoleWithWebIdentity[^`]*\})\n```/.exec(page) ?? [];
  const { Statement } = JSON.parse(json) as TrustPolicy;

  // GitHub changed the subject for repositories created, renamed or transferred since 15 July 2026:
  // https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
  it("takes the prefix of the subject from GitHub, because it has two forms", () => {
    assert.equal(
      Statement[0]?.Condition.StringEquals["token.actions.githubusercontent.com:sub"],
      "<prefix>:environment:production-us-east-1",
    );
    assert.ok(page.includes("`repo:<owner>@<owner-id>/<repository>@<repository-id>`"));
    assert.ok(page.includes("`repo:<owner>/<repository>`"));
    assert.ok(
      page.includes(
        "gh api repos/<owner>/<repository>/actions/oidc/customization/sub --jq .sub_claim_prefix",
      ),
    );
  });

  it("names the audience and a whole subject, without a pattern", () => {
    const [{ Action, Condition } = assert.fail()] = Statement;
    assert.equal(Action, "sts:AssumeRoleWithWebIdentity");
    assert.deepEqual(Object.keys(Condition), ["StringEquals"]);
    const audience = Condition.StringEquals["token.actions.githubusercontent.com:aud"];
    assert.equal(audience, "sts.amazonaws.com");
    assert.doesNotMatch(JSON.stringify(Condition), /\*/);
  });
});

describe("the documented first deployment", () => {
  it("says how to get rid of a stale login to public.ecr.aws", () => {
    assert.ok(page.includes("`helm registry logout public.ecr.aws`"));
    assert.ok(page.includes("`docker logout public.ecr.aws`"));
  });
});
