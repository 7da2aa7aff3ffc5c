/** Where what goes. One bus, one prefix. */
export interface Subjects {
  readonly stream: string;
  readonly allMessages: string;
  readonly message: (topic: string) => string;
  readonly command: (to: string) => string;
  readonly allGrants: string;
  readonly grants: (serverId: string) => string;
  /** Asks every server to say which grants it has given. */
  readonly hello: string;
  /** Asks whether there is a server of this id. */
  readonly server: (serverId: string) => string;
  /** Where the answer to one request goes: `*` for all of one asker. Nothing but this bus needs a right to read or write it. */
  readonly answer: (asker: string, request: string) => string;
}

/** The subjects of one bus. */
export function subjectsOf(name: string): Subjects {
  const prefix = `cordon.bus.${name}`;
  return {
    stream: `CORDON_BUS_${name}`,
    allMessages: `${prefix}.msg.>`,
    message: (topic) => `${prefix}.msg.${topic}`,
    command: (to) => `${prefix}.cmd.${to}`,
    allGrants: `${prefix}.grants.*`,
    grants: (serverId) => `${prefix}.grants.${serverId}`,
    hello: `${prefix}.hello`,
    server: (serverId) => `${prefix}.server.${serverId}`,
    answer: (asker, request) => `${prefix}.answer.${asker}.${request}`,
  };
}
