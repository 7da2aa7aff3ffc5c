import semver from "semver";
import * as z from "zod";

// Control characters, and those that turn text around or break its lines where it is shown.
const UNSHOWN = "\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069";
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
// A last label of digits makes an address of a name, also as 0x7f.
const HOST = new RegExp(
  `^(?!(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)$)(?:${LABEL}(?:\\.${LABEL})*|\\*\\.${LABEL}(?:\\.${LABEL})+)$`,
);
const NUMBER = "(?:0|[1-9]\\d*)";
const PART = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PART}(?:\\.${PART})*)?$`);
const SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

/** The id of a plugin, and the name of one in the host's own process. */
export const idField: z.ZodType<string> = text(100, /^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?$/, {
  error: "must be a-z, 0-9, hyphens and single dots, beginning and ending with a letter or digit",
});

/** The version of a plugin. Build metadata is left out: two versions that differ in it alone have no order. */
export const versionField: z.ZodType<string> = text(100, VERSION, {
  error: "must be a semantic version such as 1.4.0, without build metadata",
}).refine((version) => semver.valid(version) === version, { error: "has a number that is too large" });

/** Which versions of the plugin interface a plugin is made for. */
export const rangeField: z.ZodType<string> = text(100, /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, {
  error: "must be a range of semantic versions such as ^1.0.0",
}).refine((range) => semver.validRange(range) !== null, {
  error: "must be a range of semantic versions such as ^1.0.0",
});

/** What a plugin is called where people see it. */
export const nameField: z.ZodType<string> = text(100, new RegExp(`^[^${UNSHOWN}]+$`, "u"), {
  error: "must be one line of text without control characters",
});

/** What something is for. */
export const descriptionField: z.ZodType<string> = text(2000, new RegExp(`^(?:[^${UNSHOWN}]|\\n)+$`, "u"), {
  error: "must be text without control characters other than line feeds",
});

/** Where the code lies beside the manifest. */
export const fileField: z.ZodType<string> = text(200, new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`), {
  error:
    "must be a relative path of letters, digits, dots, hyphens and underscores, whose parts do not begin with a dot",
});

/** The digest of the code. */
export const digestField: z.ZodType<string> = text(71, /^sha256:[0-9a-f]{64}$/, {
  error: "must be sha256: and 64 hexadecimal digits in lower case",
});

/** The name of an operation. */
export const operationNameField: z.ZodType<string> = text(64, /^(?!(?:constructor|prototype)$)[a-z][a-z0-9_-]*$/, {
  error:
    "must be called by 1 to 64 of a-z, 0-9, hyphen and underscore, beginning with a letter, and not constructor or prototype",
});

/** A host to call: a name, or `*.` and a name of two labels or more. Addresses are for operators to grant, not for plugins to ask for. */
export const hostField: z.ZodType<string> = text(253, HOST, {
  error: "must be a host name in lower case such as api.example.com or *.example.com, and no address",
});

/** A path to call, as it is sent. */
export const pathField: z.ZodType<string> = text(
  500,
  /^(?=\/)(?:\/(?!\.\.?(?:\/|$))[A-Za-z0-9._~!$&'()+,=:@-]+)*(?:\/\*?)?$/,
  { error: "must be a path such as /v1/items, or /v1/* for all below, without . and .. and percent signs" },
);

/** The name of a secret. */
export const secretNameField: z.ZodType<string> = text(64, /^[A-Z][A-Z0-9_]*$/, {
  error: "must be A-Z, 0-9 and underscores, beginning with a letter",
});

/** A topic to publish to, or with `.*` at the end all below it. */
export const topicField: z.ZodType<string> = text(200, /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:\.\*)?$/, {
  error: "must be names of a-z, 0-9, hyphen and underscore, joined by dots, perhaps with .* at the end",
});

/** The id of a signing key. */
export const keyIdField: z.ZodType<string> = text(100, /^[A-Za-z0-9][A-Za-z0-9._:-]*$/, {
  error: "must be letters, digits, dots, hyphens, colons and underscores, beginning with a letter or digit",
});

/** 64 bytes in base64, in the one form that they have. */
export const signatureValueField: z.ZodType<string> = text(88, /^[A-Za-z0-9+/]{85}[AQgw]==$/, {
  error: "must be 64 bytes in base64",
});

/** A list that has nothing twice. */
export function uniqueList(item: z.ZodType<string>, max: number): z.ZodType<readonly string[]> {
  return z
    .array(item)
    .min(1)
    .max(max, { abort: true })
    .refine((list) => new Set(list).size === list.length, { error: "must not have an entry twice" })
    .meta({ uniqueItems: true });
}

function text(max: number, pattern: RegExp, message: { readonly error: string }): z.ZodString {
  // Each rule relies on the one before: patterns are not held against texts that are too long anyway.
  return z
    .string()
    .min(1, { abort: true })
    .max(max, { abort: true })
    .regex(pattern, { ...message, abort: true });
}
