/**
 * A media type in one writing: lower case, parameters sorted, without what says nothing (JSON has no charset but UTF-8). Two texts that
 * come out the same mean the same.
 */
export function plainMediaType(text: string): string {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const name = type.toLowerCase();
  const isJson = name === "application/json" || name.endsWith("+json");
  const kept = parameters
    .map(plainParameter)
    .filter((parameter) => parameter !== "" && !(isJson && parameter === "charset=utf-8"));
  return [name, ...kept.sort()].join(";");
}

// Values keep their case but for the charset: `version=Draft-07` may well be another thing.
function plainParameter(text: string): string {
  const at = text.indexOf("=");
  if (at === -1) return text.toLowerCase();
  const name = text.slice(0, at).trim().toLowerCase();
  const value = text
    .slice(at + 1)
    .trim()
    .replace(/^"(.*)"$/, "$1");
  return `${name}=${name === "charset" ? value.toLowerCase() : value}`;
}
