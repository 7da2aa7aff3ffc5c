import type { Content } from "../envelope/content.ts";
import { busError } from "../errors.ts";
import { isName } from "../pattern/name-pattern.ts";
import { Route } from "./route.ts";

const MAX_ROUTES = 10_000;

/** A right to one of these must not be one to a method that has its name. */
const OF_THE_KERNEL: ReadonlySet<unknown> = new Set(["start", "stop", "ping"]);

/** What only the kernel may say, unless it grants it. */
const ANNOUNCE = "kernel:announce";

/**
 * Finds the route of a message:
 *
 *   invoke                 command.<module>.<method>     needs <module>:<method>
 *   start, stop, ping      command.<addressee>.<type>    needs <addressee>:<type>
 *   custom, pong           event.<module>.<kind>         needs emit:<kind>, or emit-as:<module>:<kind> in another's name
 *   module_started, …      event.<module>.<type>         needs kernel:announce
 *
 * Names come from senders and may be anything: `bus/invalid-message` tells which is none.
 */
export class RouteTable {
  readonly #commands = new RouteMap();
  readonly #unaddressed: EventRoutes = { own: new RouteMap(), announced: new RouteMap() };
  readonly #addressed = new Map<string, EventRoutes>();
  #size = 0;

  /** The route of what was copied: its type was checked, and its names are now. */
  find(content: Content, to: string | undefined): Route {
    switch (content.type) {
      case "invoke":
        if (to !== undefined && to !== content.moduleId)
          throw refusal("/to", "must be the module that the command names");
        if (OF_THE_KERNEL.has(content.method))
          throw refusal("/message/command/method", "must not be start, stop or ping, which are commands of their own");
        return this.#toModule(content.moduleId, content.method, "/message/command/moduleId");
      case "start":
      case "stop":
      case "ping":
        return this.#toModule(to, content.type, "/to");
      case "custom":
        return this.#emitted(content.moduleId, content.kind, to, "moduleId");
      case "pong":
        return this.#emitted(content.from, "pong", to, "from");
      default:
        return this.#announced(content.moduleId, content.type, to);
    }
  }

  #toModule(to: string | undefined, method: string, field: string): Route {
    const known = this.#commands.get(to, method);
    if (known !== undefined) return known;
    const addressee = checked(to, field, "a module");
    checked(method, "/message/command/method", "a method");
    const capability = `${addressee}:${method}`;
    const topic = `command.${addressee}.${method}`;
    const route = new Route({ topic, to: addressee, owner: undefined, capability, foreignCapability: capability });
    return this.#keep(this.#commands, addressee, method, route);
  }

  #emitted(moduleId: string, kind: string, to: string | undefined, field: string): Route {
    const known = this.#eventRoutes(to)?.own.get(moduleId, kind);
    if (known !== undefined) return known;
    checked(moduleId, `/message/event/${field}`, "a module");
    checked(kind, "/message/event/kind", "a kind");
    const { own } = this.#addressedTo(to);
    const topic = `event.${moduleId}.${kind}`;
    const foreignCapability = `emit-as:${moduleId}:${kind}`;
    return this.#keep(
      own,
      moduleId,
      kind,
      new Route({ topic, to, owner: moduleId, capability: `emit:${kind}`, foreignCapability }),
    );
  }

  #announced(moduleId: string, type: string, to: string | undefined): Route {
    const known = this.#eventRoutes(to)?.announced.get(moduleId, type);
    if (known !== undefined) return known;
    checked(moduleId, "/message/event/moduleId", "a module");
    const { announced } = this.#addressedTo(to);
    const topic = `event.${moduleId}.${type}`;
    const route = new Route({ topic, to, owner: undefined, capability: ANNOUNCE, foreignCapability: ANNOUNCE });
    return this.#keep(announced, moduleId, type, route);
  }

  #eventRoutes(to: string | undefined): EventRoutes | undefined {
    return to === undefined ? this.#unaddressed : this.#addressed.get(to);
  }

  #addressedTo(to: string | undefined): EventRoutes {
    const known = this.#eventRoutes(to);
    if (known !== undefined) return known;
    const added: EventRoutes = { own: new RouteMap(), announced: new RouteMap() };
    this.#addressed.set(checked(to, "/to", "a module"), added);
    return added;
  }

  #keep(routes: RouteMap, key: string, name: string, route: Route): Route {
    // Names may come from anybody: what is forgotten is worked out again.
    if (this.#size >= MAX_ROUTES) this.#forget();
    this.#size += 1;
    routes.set(key, name, route);
    return route;
  }

  #forget(): void {
    for (const { own, announced } of [this.#unaddressed, ...this.#addressed.values()]) {
      own.clear();
      announced.clear();
    }
    this.#commands.clear();
    this.#addressed.clear();
    this.#size = 0;
  }
}

/** Events of modules, and what the kernel says of them: a kind of a module's own may have the same name, and needs something else. */
interface EventRoutes {
  readonly own: RouteMap;
  readonly announced: RouteMap;
}

/** Routes by two names. Joining the names to one would cost more than looking them up, and could mix up what is no name. */
class RouteMap {
  readonly #routes = new Map<unknown, Map<unknown, Route>>();

  get(key: unknown, name: unknown): Route | undefined {
    return this.#routes.get(key)?.get(name);
  }

  set(key: string, name: string, route: Route): void {
    const named = this.#routes.get(key) ?? new Map<string, Route>();
    named.set(name, route);
    this.#routes.set(key, named);
  }

  clear(): void {
    this.#routes.clear();
  }
}

function checked(value: unknown, pointer: string, what: string): string {
  if (isName(value)) return value;
  throw refusal(pointer, `must be the name of ${what}`);
}

function refusal(pointer: string, message: string): Error {
  return busError("bus/invalid-message", { issues: [{ pointer, message }] });
}
