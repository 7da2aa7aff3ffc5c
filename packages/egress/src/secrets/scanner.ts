import type { CompiledSecret } from "./compile-secrets.ts";
import type { SecretPattern } from "./egress-secret.ts";
import { type Needles, needlesOf } from "./needles.ts";
import { ESCAPED_CHARS_PER_BYTE, undoEscapes } from "./undo-escapes.ts";

/** Looks for secrets, and answers the name of the first that it finds. */
export interface Scanner {
  /** Looks through a whole text of single-byte characters. */
  readonly scanText: (text: string) => string | undefined;
  /** Looks through bytes as they come; what lies across the border of two chunks is found. */
  readonly scanStream: () => StreamScanner;
}

/** One stream being looked through. What was pushed counts as looked through only once `end` found nothing. */
export interface StreamScanner {
  readonly push: (bytes: Uint8Array) => string | undefined;
  readonly end: () => string | undefined;
}

interface Target {
  readonly name: string;
  readonly plain: Needles;
  /** The same without spaces. */
  readonly compact: Needles;
}

// Patterns are promised this much to match within.
const PATTERN_CHARS = 512;
// A stream is looked through in pieces of this size at least, or a byte at a time would cost as much as thousands.
const BATCH_BYTES = 16_384;
// A line break may be anywhere in base64.
const SPACES = /[ \t\r\n]+/g;
// What is shorter would be found by chance.
const MIN_CHARS = 8;

/**
 * Makes a scanner. That its time depends on what it finds tells nobody anything: a request or an answer with a secret in it
 * is refused as a whole, and a guest cannot hold part of a secret against it that it does not have.
 */
export function createScanner(
  secrets: ReadonlyMap<string, CompiledSecret>,
  patterns: readonly SecretPattern[],
): Scanner {
  const targets = [...secrets.values()].map(targetOf);
  // A flag such as g would make a pattern remember where it stopped.
  const expressions = patterns.map(({ name, pattern }) => ({ name, pattern: withoutState(pattern) }));
  const longest = Math.max(0, ...targets.flatMap(({ plain }) => [...plain.exact, ...plain.small].map((n) => n.length)));
  const carried = Math.max(PATTERN_CHARS, longest * ESCAPED_CHARS_PER_BYTE);

  const scanView = (view: string): string | undefined => {
    const known = expressions.find(({ pattern }) => pattern.test(view));
    if (known !== undefined || targets.length === 0) return known?.name;
    const compact = view.replaceAll(SPACES, "");
    const [small, smallCompact] = [view.toLowerCase(), compact.toLowerCase()];
    const target = targets.find(
      (each) =>
        holds(view, each.plain.exact) ||
        holds(small, each.plain.small) ||
        holds(compact, each.compact.exact) ||
        holds(smallCompact, each.compact.small),
    );
    return target?.name;
  };
  const scanText = (text: string): string | undefined => {
    for (const view of undoEscapes(text)) {
      const found = scanView(view);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    scanText,
    scanStream() {
      let tail = "";
      let pending: Uint8Array[] = [];
      let length = 0;
      const flush = (): string | undefined => {
        const text = tail + Buffer.concat(pending).toString("latin1");
        pending = [];
        length = 0;
        tail = text.slice(-carried);
        return scanText(text);
      };
      return {
        push(bytes) {
          pending.push(bytes);
          length += bytes.length;
          return length < Math.max(BATCH_BYTES, carried) ? undefined : flush();
        },
        end: flush,
      };
    },
  };
}

function targetOf({ name, value }: CompiledSecret): Target {
  // A value with escapes of its own is changed where the text around it is undone.
  const forms = undoEscapes(Buffer.from(value).toString("latin1")).filter((form) => form.length >= MIN_CHARS);
  const needles = forms.map((form) => needlesOf(Buffer.from(form, "latin1")));
  const plain = { exact: needles.flatMap(({ exact }) => exact), small: needles.flatMap(({ small }) => small) };
  return { name, plain, compact: { exact: plain.exact.flatMap(compacted), small: plain.small.flatMap(compacted) } };
}

function holds(text: string, needles: readonly string[]): boolean {
  return needles.some((needle) => text.includes(needle));
}

function compacted(needle: string): readonly string[] {
  const compact = needle.replaceAll(SPACES, "");
  return compact.length < MIN_CHARS ? [] : [compact];
}

function withoutState(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ""));
}
