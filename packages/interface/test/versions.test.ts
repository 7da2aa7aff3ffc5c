import * as fc from "fast-check";
import { parseProjectId, type Project, type ProjectId } from "@cordon/core";
import { describe, expect, test } from "vitest";
import {
  changeProjectRequest,
  createProjectRequest,
  dtoToChange,
  dtoToCreate,
  pageToDto,
  projectListResponse,
  projectResponse,
  projectToDto,
  readRequest,
  writeResponse,
} from "../src/index.ts";

const name = fc.stringMatching(/^[A-Za-z0-9äßжの](?:[ A-Za-z0-9äßжの.'-]{0,100}[A-Za-z0-9])?$/);
const labels = fc.dictionary(
  fc.stringMatching(/^[a-z0-9]([a-z0-9._/-]{0,20}[a-z0-9])?$/),
  fc.stringMatching(/^[ -~]{0,50}$/),
  {
    maxKeys: 10,
    noNullPrototype: true,
  },
);
const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
const project: fc.Arbitrary<Project> = fc.record({
  id: fc.stringMatching(/^prj_[0-9a-z]{26}$/).map((text) => parseProjectId(text) as ProjectId),
  name,
  labels,
  createdAt: time,
  updatedAt: time,
  archivedAt: fc.option(time, { nil: undefined }),
  revision: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
});

describe("answers", () => {
  test("mapping to the newest version loses no field", () => {
    fc.assert(
      fc.property(project, (given) => {
        const dto = projectToDto(given);
        const back: Project = {
          id: parseProjectId(dto.id) as ProjectId,
          name: dto.title,
          labels: dto.labels,
          createdAt: Date.parse(dto.createdAt),
          updatedAt: Date.parse(dto.updatedAt),
          archivedAt: dto.archivedAt === null ? undefined : Date.parse(dto.archivedAt),
          revision: dto.revision,
        };
        expect(back).toEqual(given);
      }),
    );
  });

  test("version 1 says of a project all that it knows", () => {
    fc.assert(
      fc.property(project, (given) => {
        const newest = projectToDto(given);
        expect(writeResponse(projectResponse, 1, newest)).toEqual({
          id: given.id,
          name: given.name,
          archived: given.archivedAt !== undefined,
          createdAt: newest.createdAt,
          updatedAt: newest.updatedAt,
          revision: given.revision,
        });
      }),
    );
  });

  test("a page is cast project by project, in both versions", () => {
    fc.assert(
      fc.property(fc.array(project, { maxLength: 5 }), (projects) => {
        const page = pageToDto({ projects });
        for (const version of [1, 2]) {
          const items = projects.map((each) => writeResponse(projectResponse, version, projectToDto(each)));
          expect(writeResponse(projectListResponse, version, page)).toEqual({ items, next: null });
        }
      }),
    );
  });
});

describe("requests", () => {
  test("a creation arrives in the domain as it was asked for, from both versions", () => {
    fc.assert(
      fc.property(name, labels, (title, given) => {
        expect(dtoToCreate(readRequest(createProjectRequest, 1, { name: title }))).toEqual({ name: title, labels: {} });
        expect(dtoToCreate(readRequest(createProjectRequest, 2, { title, labels: given }))).toEqual({
          name: title,
          labels: given,
        });
      }),
    );
  });

  test("a change names in the domain exactly what it named in the request", () => {
    const change = fc
      .record(
        { expectedRevision: fc.integer({ min: 1 }), title: name, labels, archived: fc.boolean() },
        { requiredKeys: ["expectedRevision"] },
      )
      .filter((each) => Object.keys(each).length > 1);
    fc.assert(
      fc.property(change, (given) => {
        const { title, ...rest } = given;
        expect(dtoToChange(readRequest(changeProjectRequest, 2, given))).toEqual(
          title === undefined ? rest : { ...rest, name: title },
        );
      }),
    );
  });

  test("what one version asks for survives casting up and being asked for in the other", () => {
    fc.assert(
      fc.property(name, fc.boolean(), (given, archived) => {
        const up = readRequest(changeProjectRequest, 1, { expectedRevision: 1, name: given, archived });
        expect(readRequest(changeProjectRequest, 2, up)).toEqual({ expectedRevision: 1, title: given, archived });
      }),
    );
  });

  test("any value is read or refused with issues that point into it, and none is repeated", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(1, 2), (value, version) => {
        for (const versions of [createProjectRequest, changeProjectRequest]) {
          try {
            readRequest(versions as typeof createProjectRequest, version, value);
          } catch (error) {
            expect(error).toMatchObject({ code: "interface/invalid" });
            const { issues } = error as { readonly issues: readonly { readonly pointer: string }[] };
            expect(issues.length).toBeGreaterThan(0);
            expect(issues.length).toBeLessThanOrEqual(20);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a version that is not there is refused, naming those that are", () => {
    expect(() => readRequest(createProjectRequest, 3, { name: "x" })).toThrow(
      expect.objectContaining({ code: "interface/unknown-version", details: { version: 3, known: [1, 2] } }),
    );
  });
});

describe("issues", () => {
  const issuesOf = (version: number, value: unknown): unknown => {
    try {
      readRequest(createProjectRequest, version, value);
    } catch (error) {
      return (error as { readonly issues: unknown }).issues;
    }
    return undefined;
  };

  test.each([
    [1, {}, [{ pointer: "/name", message: "is required" }]],
    [1, { name: null }, [{ pointer: "/name", message: "must be a string" }]],
    [1, [], [{ pointer: "", message: "must be an object" }]],
    [1, { name: "x", "a/b~": 1 }, [{ pointer: "/a~1b~0", message: "is not a known field" }]],
    [2, { title: " x" }, [{ pointer: "/title", message: "must not begin or end with white space" }]],
    [2, { title: "x", labels: { a: 1 } }, [{ pointer: "/labels/a", message: "must be a string" }]],
  ])("version %i says of %j what must be", (version, value, issues) => {
    expect(issuesOf(version, value)).toEqual(issues);
  });

  test("100,000 unknown fields with long names end soon and in twenty short issues", () => {
    const value = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`${at}`.padEnd(500, "x"), at]));
    const issues = issuesOf(1, value) as readonly { readonly pointer: string }[];
    expect(issues).toHaveLength(20);
    expect(Math.max(...issues.map(({ pointer }) => pointer.length))).toBeLessThanOrEqual(200);
  });
});
