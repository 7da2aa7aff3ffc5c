import { mediaTypeProblem } from "./media-type-problem.ts";
import { textProblem } from "./text-problem.ts";
import { timeProblem } from "./time-problem.ts";
import { uriProblem } from "./uri-problem.ts";

/** The attributes of the specification that hold a text, and so all but `specversion`. */
export type TextAttribute = "id" | "source" | "type" | "datacontenttype" | "dataschema" | "subject" | "time";

/** Says why a value cannot be that of an attribute of the specification. */
export function attributeProblem(name: TextAttribute, value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a text";
  if (value.length === 0) return "must not be empty";
  switch (name) {
    case "source":
      return uriProblem(value, false);
    case "dataschema":
      return uriProblem(value, true);
    case "time":
      return timeProblem(value);
    case "datacontenttype":
      return textProblem(value) ?? mediaTypeProblem(value);
    default:
      return textProblem(value);
  }
}

/** Says why a value cannot be that of an extension: it is no boolean, integer of 32 bits or text. */
export function extensionProblem(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return textProblem(value);
    case "boolean":
      return undefined;
    case "number":
      return (value | 0) === value ? undefined : "must be an integer of 32 bits";
    default:
      return "must be a boolean, an integer or a text";
  }
}

/**
 * Says why a text cannot be the name of an extension. The specification asks for no more than 20 characters with a SHOULD, so longer
 * ones are read.
 */
export function nameProblem(name: string): string | undefined {
  if (name.length === 0) return "must have a name";
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    if ((unit < 0x61 || unit > 0x7a) && (unit < 0x30 || unit > 0x39)) return "must have a name of a-z and 0-9";
  }
  return undefined;
}
