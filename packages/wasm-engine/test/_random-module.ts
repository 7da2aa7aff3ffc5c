import { CONVERSIONS, COSTLY, FLOAT, INTEGER, LOCALS, type Type, TYPES, UNARY } from "./_random-words.ts";

/** A choice of one of `count` things, from 0. The only randomness of the generator, so that a seed gives a module again. */
export type Choose = (count: number) => number;

/** What is written, and how many instructions of it run whenever it is reached. Arms and bodies count for themselves. */
interface Code {
  readonly text: string;
  readonly cost: number;
}

const FUNCTIONS = 5;
// global.get, i64.const, i64.add, global.set.
const COUNTING = 4;

/**
 * The bits of a NaN may differ between two compilations of one instruction, so nothing here shows them.
 *
 * Writes a random module that always ends: loops count down, and functions call only later ones. It exports `run`, its memory, its
 * globals and `oracle`, which at the end holds how many instructions have run. Without `counts` the oracle stays at nothing.
 */
export function randomModule(choose: Choose, counts: boolean): string {
  // A module has the older exception handling or the newer one, never both.
  const isLegacy = choose(2) === 0;
  const functions = Array.from({ length: FUNCTIONS }, (_, at) =>
    writeFunction(new Writer(choose, counts, isLegacy, at), at),
  );
  return `(module
    (type $f (func (param i32 i64) (result i32)))
    (tag $e (param i32))
    (memory (export "memory") 1 3)
    (table ${FUNCTIONS} funcref) (elem (i32.const 0) ${functions.map((_, at) => `$f${at}`).join(" ")})
    (global $oracle (export "oracle") (mut i64) (i64.const 0))
    (global $g (export "g") (mut i32) (i32.const 3)) (global $h (export "h") (mut f64) (f64.const 1.5))
    (data $d "some bytes to start from") (data (i32.const 100) "\\01\\02\\03\\ff\\fe")
    ${functions.join("\n")}
    (func (export "run") (param i32 i64) (result i32) (call $f0 (local.get 0) (local.get 1))))`;
}

function writeFunction(writer: Writer, at: number): string {
  const locals = TYPES.flatMap((type) => LOCALS[type].map((name) => `(local ${name} ${type})`)).join(" ");
  const body = writer.statements(4);
  return `(func $f${at} (type $f) (param $n i32) (param $m i64) (result i32) ${locals}
    (local.set $a (local.get $n)) (local.set $x (local.get $m)) ${body} ${writer.counted(writer.value("i32", 2))})`;
}

class Writer {
  readonly #choose: Choose;
  readonly #counts: boolean;
  readonly #isLegacy: boolean;
  readonly #function: number;
  #labels = 0;
  #loops = 0;

  constructor(choose: Choose, counts: boolean, isLegacy: boolean, at: number) {
    this.#choose = choose;
    this.#isLegacy = isLegacy;
    this.#counts = counts;
    this.#function = at;
  }

  /** The code, after it was counted, the counting with it. */
  counted({ text, cost }: Code): string {
    if (!this.#counts) return text;
    return `(global.set $oracle (i64.add (global.get $oracle) (i64.const ${cost + COUNTING}))) ${text}`;
  }

  statements(depth: number): string {
    return Array.from({ length: 1 + this.#choose(4) }, () => this.counted(this.#statement(depth))).join("\n");
  }

  value(type: Type, depth: number): Code {
    if (depth === 0) return this.#leaf(type);
    switch (this.#choose(9)) {
      case 0:
        return this.#leaf(type);
      case 1:
        return this.#apply(`${type}.${this.#pick(UNARY[type])}`, this.value(type, depth - 1));
      case 2:
        return this.#conversion(type, depth);
      case 3:
        return this.#apply(`${type}.load offset=${this.#choose(64)}`, this.#address(depth - 1));
      case 4:
        return this.#choice(type, depth);
      case 5:
        return this.#apply(
          "select",
          this.value(type, depth - 1),
          this.value(type, depth - 1),
          this.value("i32", depth - 1),
        );
      case 6:
        return type === "i32" ? this.#integerOnly(depth) : this.#leaf(type);
      default:
        return this.#binary(type, depth);
    }
  }

  #binary(type: Type, depth: number): Code {
    const names = type === "i32" || type === "i64" ? INTEGER : FLOAT;
    return this.#apply(`${type}.${this.#pick(names)}`, this.value(type, depth - 1), this.value(type, depth - 1));
  }

  #conversion(type: Type, depth: number): Code {
    const [name, from] = this.#pick(CONVERSIONS[type]);
    return this.#apply(name, this.value(from, depth - 1));
  }

  #choice(type: Type, depth: number): Code {
    const { text, cost } = this.value("i32", depth - 1);
    const arms = [this.value(type, depth - 1), this.value(type, depth - 1)].map((arm) => this.counted(arm));
    return { text: `(if (result ${type}) ${text} (then ${arms[0]}) (else ${arms[1]}))`, cost: cost + 1 };
  }

  #integerOnly(depth: number): Code {
    switch (this.#choose(4)) {
      case 0:
        return this.#apply("memory.grow", { text: `(i32.const ${this.#choose(3)})`, cost: 1 });
      case 1:
        return { text: "(memory.size)", cost: 1 };
      case 2:
        return this.#apply("i32.lt_s", this.value("i32", depth - 1), this.value("i32", depth - 1));
      default:
        return this.#calling(depth);
    }
  }

  #calling(depth: number): Code {
    const later = FUNCTIONS - 1 - this.#function;
    if (later === 0) return this.#leaf("i32");
    const callee = this.#function + 1 + this.#choose(later);
    const operands = [this.value("i32", depth - 1), this.value("i64", depth - 1)] as const;
    if (this.#choose(3) > 0) return this.#apply(`call $f${callee}`, ...operands);
    return this.#apply("call_indirect (type $f)", ...operands, { text: `(i32.const ${callee})`, cost: 1 });
  }

  #statement(depth: number): Code {
    if (depth === 0) return this.#assignment(1);
    switch (this.#choose(12)) {
      case 0:
        return this.#store(depth);
      case 1:
        return this.#conditional(depth);
      case 2:
        return this.#loop(depth);
      case 3:
        return this.#block(depth);
      case 4:
        return this.#switch(depth);
      case 5:
        return this.#bulk(depth);
      case 6:
      case 7:
        return this.#isLegacy ? this.#attempt(depth) : this.#attemptTable(depth);
      case 8:
        return this.#leaving(depth);
      case 9:
        return this.#apply("global.set $h", this.value("f64", depth - 1));
      default:
        return this.#assignment(depth);
    }
  }

  #assignment(depth: number): Code {
    const type = this.#pick(TYPES);
    const name = this.#pick(LOCALS[type].filter((each) => each !== "$i"));
    return this.#apply(`local.set ${name}`, this.value(type, depth));
  }

  #store(depth: number): Code {
    const type = this.#pick(["i32", "i64"] as const);
    return this.#apply(
      `${type}.store offset=${this.#choose(64)}`,
      this.#address(depth - 1),
      this.value(type, depth - 1),
    );
  }

  #conditional(depth: number): Code {
    const { text, cost } = this.value("i32", depth - 1);
    const otherwise = this.#choose(2) === 0 ? "" : `(else ${this.statements(depth - 1)})`;
    return { text: `(if ${text} (then ${this.statements(depth - 1)}) ${otherwise})`, cost: cost + 1 };
  }

  // Each loop counts on a local of its own, which nothing else writes: the one of its nesting.
  #loop(depth: number): Code {
    if (this.#loops > 0) return this.#block(depth);
    const label = this.#label();
    this.#loops += 1;
    const body = this.statements(depth - 1);
    this.#loops -= 1;
    const again = this.counted({
      text: `(br_if ${label} (local.tee $i (i32.sub (local.get $i) (i32.const 1))))`,
      cost: 5,
    });
    const times = 1 + this.#choose(6);
    return { text: `(local.set $i (i32.const ${times})) (loop ${label} ${body} ${again})`, cost: 2 };
  }

  #block(depth: number): Code {
    const label = this.#label();
    const leave = this.value("i32", 1);
    const leaving = this.counted({ text: `(br_if ${label} ${leave.text})`, cost: leave.cost + 1 });
    return { text: `(block ${label} ${this.statements(depth - 1)} ${leaving} ${this.statements(depth - 1)})`, cost: 0 };
  }

  #switch(depth: number): Code {
    const [outer, inner] = [this.#label(), this.#label()];
    const { text, cost } = this.value("i32", depth - 1);
    const chosen = this.counted({ text: `(br_table ${inner} ${outer} ${inner} ${text})`, cost: cost + 1 });
    return { text: `(block ${outer} (block ${inner} ${chosen}) ${this.statements(depth - 1)})`, cost: 0 };
  }

  #bulk(depth: number): Code {
    const small = (): Code => ({ text: `(i32.const ${this.#choose(200)})`, cost: 1 });
    if (this.#choose(4) === 0) {
      const segment = { text: `(i32.const ${this.#choose(30)})`, cost: 1 };
      return this.#apply("memory.init $d", this.#address(depth - 1), segment, {
        text: `(i32.const ${this.#choose(30)})`,
        cost: 1,
      });
    }
    const name = this.#choose(2) === 0 ? "memory.fill" : "memory.copy";
    return this.#apply(name, this.#address(depth - 1), small(), this.#choose(8) === 0 ? this.value("i32", 1) : small());
  }

  #attempt(depth: number): Code {
    const handler = `(catch $e ${this.counted({ text: "(local.set $a)", cost: 1 })} ${this.statements(depth - 1)})`;
    return { text: `(try (do ${this.statements(depth - 1)} ${this.#throwing()}) ${handler})`, cost: 0 };
  }

  #attemptTable(depth: number): Code {
    const label = this.#label();
    const body = `(try_table (catch_all ${label}) ${this.statements(depth - 1)} ${this.#throwing()})`;
    return { text: `(block ${label} ${body} ${this.statements(depth - 1)})`, cost: 0 };
  }

  #throwing(): string {
    const condition = this.value("i32", 1);
    const thrown = this.counted({ text: "(throw $e (local.get $b))", cost: 501 });
    return this.counted({ text: `(if ${condition.text} (then ${thrown}))`, cost: condition.cost + 1 });
  }

  #leaving(depth: number): Code {
    const condition = this.value("i32", depth - 1);
    const how = ["(return (local.get $a))", "(return (local.get $b))", "(unreachable)"][this.#choose(3)] ?? "";
    return { text: `(if ${condition.text} (then ${this.counted({ text: how, cost: 1 })}))`, cost: condition.cost + 1 };
  }

  #leaf(type: Type): Code {
    if (this.#choose(2) === 0) return { text: `(local.get ${this.#pick(LOCALS[type])})`, cost: 1 };
    const constants =
      type === "i32" || type === "i64"
        ? ["0", "1", "-1", "7", "0x7fffffff", "-2147483648"]
        : ["0", "-0", "1.5", "-3.25", "inf", "nan"];
    return { text: `(${type}.const ${this.#pick(constants)})`, cost: 1 };
  }

  // Mostly inside the memory, so that most modules get further than their first access.
  #address(depth: number): Code {
    const value = this.value("i32", Math.max(0, depth));
    return this.#choose(20) === 0 ? value : { text: `(i32.and ${value.text} (i32.const 0xfff))`, cost: value.cost + 2 };
  }

  #apply(name: string, ...operands: readonly Code[]): Code {
    const cost = operands.reduce((sum, each) => sum + each.cost, COSTLY[name.split(" ")[0] ?? ""] ?? 1);
    return { text: `(${name} ${operands.map(({ text }) => text).join(" ")})`, cost };
  }

  #label(): string {
    this.#labels += 1;
    return `$l${this.#labels}`;
  }

  #pick<Item>(items: readonly Item[]): Item {
    const picked = items[this.#choose(items.length)];
    if (picked === undefined) throw new RangeError("There is nothing to choose from.");
    return picked;
  }
}
