import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";

test("the README's example is the file that the next test runs", async () => {
  const [readme, example] = await Promise.all(
    ["../README.md", "_readme-example.ts"].map((path) => readFile(new URL(path, import.meta.url), "utf8")),
  );
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});

test("the README's example signs in and logs no token", async () => {
  const written: unknown[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(line) > 0);
  await import("./_readme-example.ts");
  write.mockRestore();
  const lines = written.filter((line) => String(line).includes("signed in"));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(String(lines[0]))).toMatchObject({ principal: "ci", authorization: "[redacted]" });
});
