/**
 * What went wrong, in words no transport owns. Each transport maps a kind to its own status once:
 * HTTP to a status code, RPC to a frame flag. `dependency` is something that was called on the caller's behalf and did not do its part.
 */
export type ErrorKind =
  | "malformed"
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "not-allowed"
  | "not-acceptable"
  | "conflict"
  | "too-large"
  | "unsupported"
  | "rate-limited"
  | "aborted"
  | "timeout"
  | "unavailable"
  | "dependency"
  | "internal";

/** One thing wrong with one field. `pointer` is an RFC 6901 pointer into the offending value. */
export interface FieldIssue {
  readonly pointer: string;
  readonly message: string;
}

/**
 * How one error code behaves. `message` may reach clients and guests, so it shows shapes and limits, never
 * secrets or internals; the values go to `details`, which only logs see. `Details` may hold `issues`.
 */
export interface ErrorDefinition<Details> {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly message: (details: Details) => string;
}

/** A package's closed set of codes. Keys are `area/reason` and are never renamed or reused. */
export type ErrorCatalogue = Readonly<Record<string, ErrorDefinition<never>>>;

/** The details of a code whose message needs none. */
export type NoDetails = Readonly<Record<string, never>>;

/** The details that `Code` of `Catalogue` is made with. */
export type DetailsOf<Catalogue extends ErrorCatalogue, Code extends keyof Catalogue> =
  Parameters<Catalogue[Code]["message"]> extends readonly [infer Details] ? Details : NoDetails;

/** Makes errors of one catalogue: `throw coreError("project/not-found", { id })`. */
export type ErrorFactory<Catalogue extends ErrorCatalogue> = <Code extends keyof Catalogue & string>(
  code: Code,
  details: DetailsOf<Catalogue, Code> & Readonly<Record<string, unknown>>,
  options?: ErrorOptions,
) => AppError;

/** All that an `AppError` is made of. A catalogue's factory fills it in. */
export interface AppErrorInit {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const BRAND: unique symbol = Symbol.for("cordon.app-error") as never;

/** The one error class. Made by a catalogue's factory, so `code` always comes from a closed set. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(init: AppErrorInit, options?: ErrorOptions) {
    super(init.message, options);
    this.code = init.code;
    this.kind = init.kind;
    this.retryable = init.retryable;
    this.details = init.details;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The fields at fault, when the details name them. */
  get issues(): readonly FieldIssue[] {
    const { issues } = this.details;
    return Array.isArray(issues) ? (issues as readonly FieldIssue[]) : [];
  }

  /** True for an `AppError` of any copy of this package, of this realm or another. */
  static is(value: unknown): value is AppError {
    return typeof value === "object" && value !== null && (value as { [BRAND]?: unknown })[BRAND] === true;
  }

  /**
   * The only catch-all. An `AppError` is returned as it is; anything else becomes what `fallback` makes of it, with
   * the original as `cause`. Never read a foreign error's message into a client's view.
   */
  static from(value: unknown, fallback: (options: ErrorOptions) => AppError): AppError {
    return AppError.is(value) ? value : fallback({ cause: value });
  }
}

/** Turns a catalogue into its factory. Call once per package, in `errors.ts`. */
export function defineErrors<const Catalogue extends ErrorCatalogue>(catalogue: Catalogue): ErrorFactory<Catalogue> {
  return (code, details, options) => {
    const definition = Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
    if (definition === undefined) throw new TypeError(`"${code}" is not in this error catalogue.`);
    const { kind, retryable, message } = definition;
    return new AppError({ code, kind, retryable, message: message(details as never), details }, options);
  };
}
