// What is measured: a plugin as its author writes it. Only its types come from elsewhere, so that stripping them leaves all of it.
import type { JsonValue, Plugin } from "@cordon/core";

interface Item {
  readonly name: string;
  readonly price: number;
  readonly count: number;
  readonly note: string;
}

interface Line {
  readonly name: string;
  readonly note: string;
  readonly total: number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

const titled = (text: string): string =>
  text
    .split(" ")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

class Basket {
  readonly #lines: Line[] = [];

  add({ name, price, count, note }: Item): this {
    this.#lines.push({ name: titled(name), note: note.replaceAll(/\s+/gu, " ").trim(), total: round(price * count) });
    return this;
  }

  get lines(): readonly Line[] {
    return this.#lines.toSorted((one, other) => other.total - one.total);
  }

  get total(): number {
    return round(this.#lines.reduce((sum, { total }) => sum + total, 0));
  }
}

function summed(input: JsonValue): JsonValue {
  const { items } = input as unknown as { readonly items: readonly Item[] };
  const basket = new Basket();
  for (const item of items) basket.add(item);
  return { lines: basket.lines as unknown as JsonValue, total: basket.total, count: items.length };
}

export const plugin: Plugin = {
  metadata: { id: "bench", version: "1.0.0", apiVersion: "1.0", operations: ["echo", "sum"] },
  async invoke({ operation, input }) {
    switch (operation) {
      case "echo":
        return { kind: "value", value: input };
      case "sum":
        return { kind: "value", value: summed(input) };
      default:
        return { kind: "refused", reason: `There is no ${operation}.` };
    }
  },
};
