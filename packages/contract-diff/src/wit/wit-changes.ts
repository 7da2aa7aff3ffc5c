import type { Place } from "../document.ts";
import type { Breaks, Bump, Change } from "../finding.ts";
import type { WitOwner, WitRole } from "./wit-sides.ts";

/** What a change is about: its words, and where it stands in the versions that have it. */
export interface WitSubject {
  readonly subject: string;
  readonly old?: Place;
  readonly next?: Place;
}

/** Something of a change that may let somebody down. */
export interface WitReport extends WitSubject {
  readonly rule: string;
  /** What happened, as a sentence. */
  readonly what: string;
  readonly certainty?: Change["certainty"];
  /** Who is let down and what to do, where the usual words do not fit. */
  readonly why?: string;
}

/** Collects changes. The same one found on two ways is kept once. */
export interface WitChanges {
  readonly owner: WitOwner;
  /** Something that one side answers and the other calls was added or removed. Who is let down depends on the role. */
  presence(report: WitReport, event: "added" | "removed", roles: ReadonlySet<WitRole>): void;
  /** What both sides must have the same is no longer the same: breaks both ways. `note` adds words for one of them. */
  mismatch(report: WitReport, note?: (breaks: "backward" | "forward") => string): void;
  /** Nobody is let down. */
  harmless(report: WitReport, bump: Bump): void;
  count(): void;
  readonly found: { readonly changes: readonly Change[]; readonly examined: number };
}

/** Makes an empty collection, in the words of the owner. */
export function createWitChanges(owner: WitOwner): WitChanges {
  const changes = new Map<string, Change>();
  let examined = 0;
  const others = owner === "host" ? "guests" : "hosts";
  const add = (report: WitReport, breaks: Breaks, bump: Bump, why: string): void => {
    const { rule, subject, what, certainty = "proven", old, next } = report;
    const change: Change = {
      rule,
      breaks,
      bump,
      certainty,
      subject,
      path: "",
      message: why === "" ? what : `${what} ${why}`,
      ...(old === undefined ? {} : { old }),
      ...(next === undefined ? {} : { new: next }),
    };
    const key = `${rule} ${breaks} ${subject}`;
    if (!changes.has(key)) changes.set(key, change);
  };
  return {
    owner,
    presence: (report, event, roles) => {
      for (const role of roles) {
        const breaks = (role === "offered") === (event === "removed") ? "backward" : "forward";
        add(
          report,
          breaks,
          bumpOf(breaks),
          report.why ??
            PRESENCE[`${role}-${event}`].replace("OTHERS", `${others.charAt(0).toUpperCase()}${others.slice(1)}`),
        );
      }
    },
    mismatch: (report, note) => {
      for (const breaks of ["backward", "forward"] as const) {
        const built = breaks === "backward" ? "old" : "new";
        const other = breaks === "backward" ? "new" : "old";
        const usual = `Compiled ${others} have the ${built} one in them and do not link with the ${other}; leave it and add a new one beside it.`;
        add(report, breaks, bumpOf(breaks), `${report.why ?? usual}${note === undefined ? "" : note(breaks)}`);
      }
    },
    harmless: (report, bump) => {
      add(report, "none", bump, report.why ?? "");
    },
    count: () => {
      examined += 1;
    },
    get found() {
      return { changes: [...changes.values()], examined };
    },
  };
}

const bumpOf = (breaks: "backward" | "forward"): Bump => (breaks === "backward" ? "major" : "minor");

const PRESENCE: Readonly<Record<`${WitRole}-${"added" | "removed"}`, string>> = {
  "offered-removed":
    "OTHERS built against the old version call it and no longer link; keep it, marked @deprecated, until the next major version.",
  "offered-added":
    "OTHERS built against the new version may call it and do not link with the old one; bring out the new version first.",
  "required-added":
    "OTHERS built against the old version do not have it and no longer link; put it into a new world, or mark it @unstable, until they do.",
  "required-removed":
    "OTHERS built against the new version need not have it, and the old version calls it; stop calling it first.",
};
