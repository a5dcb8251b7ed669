import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fieldFailures } from "../../../../sandbox/providers/aws/fields";
import type { Field, Row } from "../../../../sandbox/providers/aws/row";
import { awsTable } from "../../../../sandbox/providers/aws/table";
import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { unknown } from "../../../../sandbox/providers/stand-in";
import { connection, ExampleCloud, located, urnOf, withValue } from "./example-cloud";

/** Values of each kind that a field of another kind does not accept. */
const ofAnotherKind: Record<Field["kind"], unknown> = {
  string: { wrong: "kind" },
  number: "1",
  boolean: "true",
  list: "one",
  object: 7,
};

/** The messages of `check` for exactly this path. */
function failuresAt(row: Row, inputs: Properties, path: string): string[] {
  return fieldFailures(row, inputs)
    .filter(({ property }) => property === path)
    .map(({ reason }) => reason);
}

/** The first item of a list is checked in place of a single string. */
function asGiven(field: Field, value: unknown): unknown {
  return field.kind === "list" ? [value] : value;
}

function pathOfValue(path: string, field: Field): string {
  return field.kind === "list" ? `${located(path)}[0]` : located(path);
}

describe("the AWS table, row by row", () => {
  for (const row of awsTable) {
    describe(row.type, () => {
      it("accepts its example, and gives it the same id and outputs in another run", () => {
        const [first, second] = [new ExampleCloud(), new ExampleCloud()].map((cloud) => {
          assert.deepEqual(fieldFailures(row, cloud.inputs(row.type)), []);
          return cloud.make(row.type);
        });
        assert.deepEqual(first, second);
        assert.notEqual(first?.id, "");
      });

      it("keeps every input in its outputs", () => {
        const { inputs, outputs } = new ExampleCloud().make(row.type);
        assert.deepEqual(partOf(outputs, inputs), inputs);
      });

      it("refuses an unknown input", () => {
        const inputs = { ...new ExampleCloud().inputs(row.type), colour: "blue" };
        const [failure, ...more] = fieldFailures(row, inputs);
        assert.deepEqual(more, []);
        assert.equal(failure?.property, "colour");
        assert.match(
          failure.reason,
          new RegExp(`^is no input of ${row.type} in the sandbox; expected one of `),
        );
      });

      it("does not check a value that is not known yet", () => {
        const inputs = Object.fromEntries(Object.keys(row.example).map((name) => [name, unknown]));
        assert.deepEqual(fieldFailures(row, inputs), []);
      });

      it("previews its own values, and leaves the values of the cloud unknown", () => {
        const exampleCloud = new ExampleCloud();
        const inputs = exampleCloud.inputs(row.type);
        const before = exampleCloud.cloud.objects().length;
        const urn = urnOf(row.type, "new");
        const { id, outputs } = exampleCloud.aws.create({
          connection,
          urn,
          type: row.type,
          inputs,
          preview: true,
        });
        assert.equal(id, "");
        assert.equal(exampleCloud.cloud.objects().length, before);
        const known = new Set([
          ...Object.keys(inputs),
          ...Object.keys(row.defaults ?? {}),
          "region",
          "tagsAll",
        ]);
        const own = Object.entries(outputs).filter(([name]) => !known.has(name));
        assert.deepEqual(
          own.map(([, value]) => value),
          own.map(() => unknown),
        );
      });

      for (const [path, field] of Object.entries(row.fields)) {
        describeField(row, path, field);
      }

      for (const names of row.oneOf ?? []) {
        it(`needs exactly one of ${names.join(", ")}`, () => {
          const inputs = new ExampleCloud().inputs(row.type);
          const none = Object.fromEntries(
            Object.entries(inputs).filter(([name]) => !names.includes(name)),
          );
          const [first = "", second = ""] = names;
          const reason = `exactly one of ${names.join(", ")} is needed, got`;
          assert.deepEqual(failuresAt(row, none, first), [`${reason} none`]);
          const both = { ...none, [first]: unknown, [second]: unknown };
          assert.deepEqual(failuresAt(row, both, first), [`${reason} ${first} and ${second}`]);
        });
      }

      it("counts as deleted when it does not exist", () => {
        const { aws } = new ExampleCloud();
        aws.delete({ connection, urn: urnOf(row.type, "gone"), type: row.type, id: "gone" });
        assert.equal(
          aws.read({ connection, urn: urnOf(row.type, "gone"), type: row.type, id: "gone" }),
          undefined,
        );
      });

      if (row.unique !== undefined) {
        const { code } = row.unique;
        it(`is refused a second time, with ${code}`, () => {
          const cloud = new ExampleCloud();
          const { inputs, urn } = cloud.make(row.type);
          const again = {
            connection,
            urn: urnOf(row.type, "second"),
            type: row.type,
            inputs,
            preview: false,
          };
          assert.throws(
            () => cloud.aws.create(again),
            new RegExp(`^Error: ${code}: .*already exists, made for ${escaped(urn)}$`),
          );
        });
      }
    });
  }
});

function describeField(row: Row, path: string, field: Field): void {
  const example = (): Properties => new ExampleCloud().inputs(row.type);
  const at = located(path);

  it(`${path} must be of the kind ${field.kind}`, () => {
    const got = ofAnotherKind[field.kind];
    const kind = typeof got;
    assert.deepEqual(failuresAt(row, withValue(example(), path, got), at), [
      `has the wrong kind, got ${kind}; expected ${field.kind}`,
    ]);
  });
  if (field.required) {
    it(`${path} must be given`, () => {
      assert.deepEqual(failuresAt(row, withValue(example(), path, undefined), at), [
        `is missing, got nothing; ${row.type} needs it`,
      ]);
    });
  }
  for (const [title, value, reason] of brokenValues(field)) {
    it(`${path} ${title}`, () => {
      const inputs = withValue(example(), path, asGiven(field, value));
      assert.deepEqual(failuresAt(row, inputs, pathOfValue(path, field)), [reason]);
    });
  }
  const { refersTo } = field;
  if (refersTo === undefined) return;
  it(`${path} must name a ${refersTo.type} that exists`, () => {
    const cloud = new ExampleCloud();
    const inputs = withValue(cloud.inputs(row.type), path, asGiven(field, "missing"));
    const urn = urnOf(row.type, "strange");
    assert.throws(
      () => cloud.aws.create({ connection, urn, type: row.type, inputs, preview: false }),
      (error: Error) => {
        const place = pathOfValue(path, field);
        const text = `${place}: names no ${refersTo.type} by its ${refersTo.by}, got "missing"; create it first`;
        assert.ok(error.message.startsWith(`${row.type}: NotFound: `), error.message);
        assert.ok(error.message.includes(text), error.message);
        return true;
      },
    );
  });
  if (refersTo.holds) describeHold(row, refersTo.type, refersTo.stricter);
}

function describeHold(row: Row, targetType: string, stricter: string | undefined): void {
  it(`prevents the deletion of the ${targetType} that it names, until it is deleted itself`, () => {
    const cloud = new ExampleCloud();
    const holder = cloud.make(row.type);
    const target = cloud.make(targetType);
    const code =
      awsTable.find(({ type }) => type === targetType)?.inUse?.code ?? "no error code in the row";
    const deletion = { connection, urn: target.urn, type: targetType, id: target.id };
    assert.throws(
      () => cloud.aws.delete(deletion),
      (error: Error) => {
        assert.ok(error.message.startsWith(`${code}: `), error.message);
        assert.ok(error.message.includes(`${row.type} ${holder.id}`), error.message);
        if (stricter !== undefined)
          assert.ok(error.message.includes(`(emulation, stricter than AWS: ${stricter})`));
        return true;
      },
    );
    assert.deepEqual(cloud.cloud.find(targetType, target.id), target);
    cloud.cloud.remove(row.type, holder.id);
    const others = cloud.cloud.objects().map(({ type, id }) => `${type} ${id}`);
    try {
      cloud.aws.delete(deletion);
    } catch (error) {
      // Another object of the example may also prevent the deletion, but this one no longer does.
      assert.ok(!(error as Error).message.includes(`${row.type} ${holder.id}`));
      assert.ok(others.some((other) => (error as Error).message.includes(other)));
    }
  });
}

/** The title, the value and the exact message for each limit of a field. */
function brokenValues(field: Field): [string, unknown, string][] {
  const { values, length, pattern, range, ipv4Range } = field;
  const broken: [string, unknown, string][] = [];
  if (values !== undefined) {
    const reason = `is not a value that AWS knows, got "nonsense"; expected one of ${values.join(", ")}`;
    broken.push(["takes only the values of its list", "nonsense", reason]);
  }
  if (length !== undefined) {
    for (const size of [length.min - 1, length.max + 1]) {
      if (size < 0) continue;
      const text = "a".repeat(size);
      const reason = `has ${size} characters, got ${JSON.stringify(text)}; expected ${length.min} to ${length.max}`;
      broken.push([`is refused with ${size} characters`, text, reason]);
    }
  }
  if (pattern !== undefined) {
    const text = "\u0007".repeat(Math.max(1, length?.min ?? 1));
    const reason = `has characters or a form that AWS refuses, got ${JSON.stringify(text)}; expected ${pattern.source}`;
    broken.push(["has a form of its own", text, reason]);
  }
  if (ipv4Range) {
    const reason = '"54.240.0.5/24" is not a valid CIDR block; did you mean "54.240.0.0/24"?';
    broken.push(["begins at the first address of its range", "54.240.0.5/24", reason]);
  }
  if (range !== undefined) {
    for (const value of [range.min - 1, range.max + 1]) {
      const reason = `is out of range, got ${value}; expected ${range.min} to ${range.max}`;
      broken.push([`is refused with ${value}`, value, reason]);
    }
  }
  return broken;
}

/** The fields of `whole` that `part` has too, also inside of objects. */
function partOf(whole: unknown, part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return whole;
  const names = Object.keys(part);
  return Object.fromEntries(
    names.map((name) => [name, partOf((whole as Properties)[name], (part as Properties)[name])]),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
