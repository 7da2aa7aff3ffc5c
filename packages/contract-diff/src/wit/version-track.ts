/**
 * The versions of a package that hosts take for each other, as an id: `a:b@1.2.0` is `a:b@1`, `a:b@0.2.1` is `a:b@0.2`. A version 0.0.x
 * or with a pre-release stands for itself, as does a package without a version. Build metadata counts for nothing. This is how
 * Wasmtime and the component model's canonical versions find an import.
 */
export function versionTrack(packageId: string): string {
  const [name = "", version] = packageId.split("@");
  if (version === undefined) return name;
  const [exact = ""] = version.split("+");
  const [major = "", minor = ""] = exact.split(".");
  if (exact.includes("-")) return `${name}@${exact}`;
  if (major !== "0") return `${name}@${major}`;
  return minor === "0" ? `${name}@${exact}` : `${name}@${major}.${minor}`;
}
