/** Where an operation is found over HTTP. A path may hold parameters, as in `/v1/projects/:id`. */
export interface HttpBinding {
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** The largest body in bytes, where it is not what the application takes everywhere else. */
  readonly maxBodyBytes?: number;
}

const PARAMETER = /:([a-zA-Z]\w*)/g;

/** The names of the parameters in a binding's path. */
export function pathParameters({ path }: Pick<HttpBinding, "path">): readonly string[] {
  return Array.from(path.matchAll(PARAMETER), ([, name = ""]) => name);
}

/** The path and query at which a request with these parameters is sent. */
export function targetOf(binding: HttpBinding, params: Readonly<Record<string, string>>): string {
  const inPath = pathParameters(binding);
  const path = binding.path.replaceAll(PARAMETER, (_whole, name: string) => encodeURIComponent(params[name] ?? ""));
  const query = new URLSearchParams(Object.entries(params).filter(([name]) => !inPath.includes(name))).toString();
  return query === "" ? path : `${path}?${query}`;
}
