import { AppError, PLUGIN_API_VERSION } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { checkApiVersion } from "./check-api-version.ts";

describe("the version of the plugin interface", () => {
  test.each([
    ["^1.0.0", "1.0", true],
    ["1.x", "1.3", true],
    [">=1.1.0", "1.0", false],
    ["^2.0.0", "1.0", false],
    ["^1.0.0", "2.0", false],
    ["1.0.0", "1.0", true],
  ])("%s and a host of %s: %s", (apiVersion, offered, fits) => {
    const check = (): void => checkApiVersion({ id: "acme.x", apiVersion }, offered);
    if (fits) expect(check).not.toThrow();
    else
      expect(check).toThrow(
        expect.objectContaining({
          code: "plugin/api-mismatch",
          details: { pluginId: "acme.x", asked: apiVersion, offered },
        }),
      );
  });

  test("is this host's own unless another is given", () => {
    expect(() => checkApiVersion({ id: "a", apiVersion: `^${PLUGIN_API_VERSION}.0` })).not.toThrow();
    expect(() => checkApiVersion({ id: "a", apiVersion: "^999.0.0" })).toThrow(AppError);
    expect(() => checkApiVersion({ id: "a", apiVersion: "1.x" }, "one")).toThrow(RangeError);
  });
});
