import { describe, expect, test } from "vitest";
import { DEFAULT_MEDIA_TYPE, MEDIA_TYPES, negotiate, parseMediaType } from "./media-type.ts";

describe("parseMediaType", () => {
  test.each(MEDIA_TYPES)("$contentType is what it says", (type) => {
    expect(parseMediaType(type.contentType)).toEqual(type);
    expect(parseMediaType(`${type.contentType.toUpperCase()} ; charset="UTF-8"`)).toEqual(type);
  });

  test.each(["application/x-msgpack", "application/vnd.msgpack"])("%s is MessagePack by another name", (name) => {
    expect(parseMediaType(name)).toMatchObject({ format: "msgpack", version: 1, contentType: "application/msgpack" });
  });

  test.each([
    "",
    "json",
    "text/json",
    "application/json; charset=latin1",
    "application/vnd.cordon.v3+json",
    "application/json,application/cbor",
  ])("%j is nothing that is read here", (header) => {
    expect(parseMediaType(header)).toBeUndefined();
  });
});

describe("negotiate", () => {
  const choose = (accept: string | undefined): string | undefined => negotiate(accept, DEFAULT_MEDIA_TYPE)?.contentType;

  test.each([
    [undefined, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["application/*;q=0.1", "application/json"],
    ["application/cbor", "application/cbor"],
    ["application/cbor, application/msgpack", "application/cbor"],
    ["application/cbor;q=0.5, application/msgpack;q=0.8", "application/msgpack"],
    ["text/html, application/xml;q=0.9, */*;q=0.1", "application/json"],
    ["application/cbor;q=0, application/json;q=0.1", "application/json"],
    ["application/vnd.cordon.v2+json", "application/vnd.cordon.v2+json"],
    ["text/html", undefined],
    ["application/json;q=0", undefined],
    ["application/json;q=2", undefined],
    ["application/json;q=abc", undefined],
  ])("%j chooses %j", (accept, chosen) => {
    expect(choose(accept)).toBe(chosen);
  });

  test.each([
    ["many ranges", "application/x,".repeat(7000)],
    ["one long range", `application/${"j".repeat(100_000)}`],
    ["many parameters", `application/json${";q=1".repeat(25_000)}`],
    ["quotes without end", `application/json;a="${'\\"'.repeat(50_000)}`],
  ])("100 KB of %s are not looked at", (_what, accept) => {
    expect(choose(accept)).toBeUndefined();
  });
});
