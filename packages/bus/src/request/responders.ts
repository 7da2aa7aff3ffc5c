import type { Respond, RespondOptions } from "../ports/message-bus.ts";
import { BusResponder } from "./bus-responder.ts";

/** Who answers for which name. */
export class Responders {
  readonly #named = new Map<string, BusResponder[]>();
  readonly #listeners = new Set<(name: string, isThere: boolean) => void>();

  /** Hears of names that begin or cease to be answered, those that are first. */
  listen(listener: (name: string, isThere: boolean) => void): Disposable {
    this.#listeners.add(listener);
    for (const name of this.#named.keys()) listener(name, true);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  add(options: RespondOptions, respond: Respond): Disposable {
    const responder = new BusResponder(options, respond);
    const { name } = responder;
    const named = this.#named.get(name);
    if (named === undefined) {
      this.#named.set(name, [responder]);
      this.#tell(name, true);
    } else {
      named.push(responder);
    }
    return {
      [Symbol.dispose]: () => {
        this.#delete(responder);
        responder.close();
      },
    };
  }

  /** The next one to answer for the name. */
  next(name: string): BusResponder | undefined {
    const named = this.#named.get(name);
    if (named === undefined || named.length === 1) return named?.[0];
    const [first, ...rest] = named;
    if (first !== undefined) this.#named.set(name, [...rest, first]);
    return first;
  }

  close(error: unknown): void {
    for (const responder of [...this.#named.values()].flat()) responder.close(error);
    this.#named.clear();
  }

  #delete(responder: BusResponder): void {
    const { name } = responder;
    const named = this.#named.get(name) ?? [];
    const left = named.filter((each) => each !== responder);
    if (left.length > 0) this.#named.set(name, left);
    else if (this.#named.delete(name)) this.#tell(name, false);
  }

  #tell(name: string, isThere: boolean): void {
    for (const listener of this.#listeners) listener(name, isThere);
  }
}
