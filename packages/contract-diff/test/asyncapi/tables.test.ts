import { describe, expect, it } from "vitest";
import { asyncApiRules } from "../../src/asyncapi/async-api-rules.ts";
import { changesOf, linesOf, type Row } from "./_changes-of.ts";
import { bindingRows } from "./_binding-rows.ts";
import { channelRows } from "./_channel-rows.ts";
import { messageRows } from "./_message-rows.ts";
import { operationRows } from "./_operation-rows.ts";
import { payloadRows } from "./_payload-rows.ts";
import { securityRows } from "./_security-rows.ts";
import { serverRows } from "./_server-rows.ts";
import { unchangedRows } from "./_unchanged-rows.ts";
import { wordRows } from "./_word-rows.ts";

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  servers: serverRows,
  channels: channelRows,
  operations: operationRows,
  messages: messageRows,
  payloads: payloadRows,
  security: securityRows,
  bindings: bindingRows,
  words: wordRows,
  "what is no change": unchangedRows,
};

const ALL = Object.values(TABLES).flat();

describe.each(Object.entries(TABLES))("%s", (_name, rows) => {
  it.each(rows)("says what it means that $change", ({ old, next, forth }) => {
    expect(linesOf(old, next)).toEqual(forth);
  });

  it.each(rows)("says what it means to go back after $change", ({ old, next, back }) => {
    expect(linesOf(next, old)).toEqual(back);
  });
});

describe("the tables", () => {
  it("have sixty documents and more", () => {
    expect(ALL.length).toBeGreaterThanOrEqual(60);
  });

  it("bring about each rule of the catalogue and none beyond it", () => {
    const said = ALL.flatMap(({ old, next }) => [...changesOf(old, next), ...changesOf(next, old)]);
    const rules = new Set(said.map(({ rule }) => rule).filter((rule) => rule.startsWith("asyncapi/")));
    expect([...rules].sort()).toEqual(Object.keys(asyncApiRules).sort());
  });

  it("break nobody that the rule does not name", () => {
    const said = ALL.flatMap(({ old, next }) => [...changesOf(old, next), ...changesOf(next, old)]);
    const stray = said.filter(
      ({ rule, breaks }) => rule in asyncApiRules && !asyncApiRules[rule]?.breaks.includes(breaks),
    );
    expect(stray).toEqual([]);
  });

  it("give every change a subject, a message that ends, and both places", () => {
    const said = ALL.flatMap(({ old, next }) => [...changesOf(old, next), ...changesOf(next, old)]);
    const poor = said.filter(
      ({ subject, message, old, new: after }) =>
        subject === "" || !/[.]$/.test(message) || old?.file === undefined || after?.file === undefined,
    );
    expect(poor).toEqual([]);
  });
});
