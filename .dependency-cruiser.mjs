// The rules of layers.json for imports: which package may import which, through which door, and never in a circle.
import { readFileSync } from "node:fs";

const { rings } = JSON.parse(readFileSync(new URL("layers.json", import.meta.url), "utf8"));

const layerRules = Object.entries(rings).map(([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `layers.json lets ${name} import ${allowed.join(", ") || "no other package"}.`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: `^packages/(?!(?:${[name, ...allowed].join("|")})/)` },
}));

export default {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-app-import",
      comment: "Packages do not know the applications that compose them.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "no-deep-import",
      comment: "Another package is imported through its exports, never by a path into it.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/src/" },
      to: { path: "^(?:packages|apps)/[^/]+/src/", pathNot: "^$1/$2/src/" },
    },
    {
      name: "no-adapter-import",
      comment:
        "Adapter subpaths are for apps, tests, benches and examples; packages import each other's main entry. The kernel's facade opens with nothing given, on the machine's own clock.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/", pathNot: "[.]test[.]ts$|^packages/kernel/src/kernel[.]ts$" },
      to: { path: "^packages/[^/]+/dist/.+", pathNot: "^packages/(?:$1/|[^/]+/dist/(?:index|conformance/index)[.])" },
    },
    {
      name: "no-node-in-core",
      comment: "core knows no platform; its conformance suites may use Node's assertions.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: "[.]test[.]ts$|/conformance/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "facade-takes-the-system-alone",
      comment: "The kernel's facade may have core's system adapters, and no others.",
      severity: "error",
      from: { path: "^packages/kernel/src/kernel[.]ts$" },
      to: {
        path: "^packages/[^/]+/dist/.+",
        pathNot: "^packages/[^/]+/dist/index[.]|^packages/core/dist/adapters/system/",
      },
    },
    { name: "not-resolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...layerRules,
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    tsConfig: { fileName: "tsconfig.checks.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default", "node"] },
  },
};
