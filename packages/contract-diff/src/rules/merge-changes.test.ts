import { expect, test } from "vitest";
import type { Change } from "../finding.ts";
import { mergeChanges } from "./merge-changes.ts";

const USER = "/components/schemas/User";

function change(subject: string, pointer: string, others: Partial<Change> = {}): Change {
  const place = (file: string): { readonly file: string; readonly pointer: string } => ({ file, pointer });
  return {
    rule: "schema/type",
    breaks: "backward",
    bump: "major",
    certainty: "proven",
    subject,
    path: "/data/*/name",
    message: "`/data/*/name` must be a string",
    old: place("old"),
    new: place("new"),
    ...others,
    ...(others.old === undefined ? { old: { file: "old", pointer } } : {}),
    ...(others.new === undefined ? { new: { file: "new", pointer } } : {}),
  };
}

const of = (status: number): string => `GET /users, response ${status} application/json`;
const name = `${USER}/properties/name/type`;

test("the same change of a definition is one change that says where it was met", () => {
  const [merged, ...others] = mergeChanges([
    change(of(201), name),
    change(of(200), name, { path: "/name", message: "`/name` must be a string" }),
  ]);
  expect(others).toEqual([]);
  expect(merged).toMatchObject({
    subject: "schema User, in responses",
    path: "/name",
    message: "`/name` must be a string",
    alsoAt: [of(200), of(201)],
  });
});

test("a definition that is used once is called the same as one that is used twice", () => {
  const [once] = mergeChanges([change(of(200), name)]);
  const [twice] = mergeChanges([change(of(200), name), change(of(201), name)]);
  expect([once?.subject, once?.path]).toEqual([twice?.subject, twice?.path]);
});

test("a change outside of definitions is left as it is", () => {
  const alone = change(of(200), "/paths/~1users/get/responses/200");
  expect(mergeChanges([alone, alone])).toEqual([alone, alone]);
});

test("a change that is in a definition on one side only is left as it is", () => {
  const alone = change(of(200), name, { old: { file: "old", pointer: "/paths/~1users" } });
  expect(mergeChanges([alone])).toEqual([alone]);
});

test.each<[string, Partial<Change>]>([
  ["rule", { rule: "schema/enum" }],
  ["side that breaks", { breaks: "forward" }],
  ["place in the old document", { old: { file: "old", pointer: `${USER}/properties/name/enum` } }],
  ["place in the new document", { new: { file: "new", pointer: `${USER}/properties/name/enum` } }],
  ["direction", { subject: "POST /users, request body application/json" }],
])("changes of another %s stay apart", (_, others) => {
  expect(mergeChanges([change(of(200), name), change(of(201), name, others)])).toHaveLength(2);
});

test("two changes at one place of one user stay apart", () => {
  const [first, second] = mergeChanges([
    change(of(200), `${USER}/required`, { path: "/a", message: "`/a` must be there" }),
    change(of(200), `${USER}/required`, { path: "/b", message: "`/b` must be there" }),
  ]);
  expect([first?.path, second?.path]).toEqual(["/a", "/b"]);
});

test("a definition that one user has twice gives its change once", () => {
  const twice = [
    change(of(200), name, { path: "/a/name", message: "`/a/name` must be a string" }),
    change(of(200), name, { path: "/b/name", message: "`/b/name` must be a string" }),
  ];
  expect(mergeChanges(twice)).toHaveLength(1);
});

test("twenty users are listed, and the others counted", () => {
  const many = Array.from({ length: 25 }, (_, index) => change(of(300 + index), name));
  const [merged] = mergeChanges(many);
  expect(merged?.alsoAt).toHaveLength(21);
  expect(merged?.alsoAt?.at(-1)).toBe("and 5 more");
});

test("of changes with different bumps the greatest counts, and a proof counts more than a doubt", () => {
  const [merged] = mergeChanges([
    change(of(200), name, { bump: "minor", certainty: "unknown" }),
    change(of(201), name, { witness: { document: 1, acceptedBy: "old", refusedBy: "new", reason: "no" } }),
  ]);
  expect(merged).toMatchObject({ bump: "major", certainty: "proven", witness: { document: 1 } });
});

test.each([
  ["/properties/a/items/properties/b/type", "/x/a/*/b", "/a/*/b"],
  ["/allOf/0/properties/a/oneOf/1/minLength", "/x/a", "/a"],
  ["/required/0", "/x/a~1b", "/a~1b"],
  ["/additionalProperties", "/x/y", ""],
  ["/additionalProperties/type", "/x/*", "/*"],
  ["/patternProperties/^a/type", "/x/*", "/*"],
  ["/prefixItems/1/type", "/x/1", "/1"],
  ["/properties/$defs/type", "/x/$defs", "/$defs"],
  ["", "/x", ""],
  ["/properties/a", "", ""],
])("what is at %s of a definition and at %s of a document is at %s of what is defined", (pointer, path, expected) => {
  const message = `\`${path}\` is wrong`;
  const [merged] = mergeChanges([change(of(200), USER + pointer, { path, message })]);
  expect(merged?.path).toBe(expected);
  if (path !== "") expect(merged?.message).toBe(`${expected === "" ? "the value" : `\`${expected}\``} is wrong`);
});

test.each([
  ["/components/parameters/limit/required", "parameter limit"],
  ["/components/responses/Problem", "response Problem"],
  ["/components/securitySchemes/key", "security scheme key"],
  ["/components/odd/a~1b", "odd a/b"],
  ["/$defs/User/type", "schema User, in responses"],
  ["/definitions/User", "schema User, in responses"],
])("what stands at %s is called %s", (pointer, title) => {
  expect(mergeChanges([change(of(200), pointer)])[0]?.subject).toBe(title);
});
