import type { JsonValue } from "@cordon/core";

const project = (at: number): JsonValue => ({
  id: `prj_01j${String(at).padStart(23, "0")}`,
  title: `Payments gateway ${at}`,
  labels: { team: "payments", "cost-centre": `cc-${at % 7}` },
  archivedAt: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-03-01T12:30:00.000Z",
  revision: at + 1,
});

const nested = (depth: number): JsonValue =>
  depth === 0
    ? { leaf: true, weight: 0.25, name: "naïve café" }
    : { left: nested(depth - 1), right: [nested(depth - 1), depth, -1.5], note: `level ${depth}` };

/** The documents that are encoded and decoded: one project, a page of them, and a tree. */
export const DOCUMENTS: Readonly<Record<string, JsonValue>> = {
  "a project": project(1),
  "a page of 50 projects": { items: Array.from({ length: 50 }, (_, at) => project(at)), next: "prj_next" },
  "a tree": nested(4),
};
