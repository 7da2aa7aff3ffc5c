/** One grant of the model. */
export interface ModelGrant {
  readonly principal: string;
  readonly capability: string;
  readonly expiresAt: number | undefined;
  readonly parent: ModelGrant | undefined;
  uses: number | undefined;
  isRevoked: boolean;
}

/** Grants as their documentation tells of them: each asks all that it comes from, each time. */
export class GrantModel {
  readonly grants: ModelGrant[] = [];

  add(grant: Omit<ModelGrant, "isRevoked">): void {
    this.grants.push({ ...grant, isRevoked: false });
  }

  isActive(grant: ModelGrant, now: number): boolean {
    return lineOf(grant).every(
      (each) => !each.isRevoked && (each.expiresAt === undefined || now < each.expiresAt) && each.uses !== 0,
    );
  }

  usesLeft(grant: ModelGrant): number | undefined {
    const counts = lineOf(grant).flatMap(({ uses }) => uses ?? []);
    return counts.length === 0 ? undefined : Math.min(...counts);
  }

  /** Which grant is taken: uses are spent last, and what lasts longest comes first. */
  choose(principal: string, capability: string, now: number): ModelGrant | undefined {
    const able = this.grants.filter(
      (each) => each.principal === principal && this.isActive(each, now) && matches(each.capability, capability),
    );
    const rank = (each: ModelGrant): readonly [number, number] => [
      this.usesLeft(each) === undefined ? 0 : 1,
      -Math.min(...lineOf(each).map(({ expiresAt = Number.MAX_SAFE_INTEGER }) => expiresAt)),
    ];
    return able.toSorted((one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1])[0];
  }

  use(grants: readonly ModelGrant[]): void {
    for (const each of new Set(grants.flatMap(lineOf))) if (each.uses !== undefined) each.uses -= 1;
  }

  /** Takes back what is good for anything that the capability is; how many were active. */
  revoke(principal: string, capability: string, now: number): number {
    const before = this.grants.filter((each) => this.isActive(each, now));
    for (const each of before)
      if (
        each.principal === principal &&
        (matches(each.capability, capability) || matches(capability, each.capability))
      )
        each.isRevoked = true;
    return before.filter((each) => lineOf(each).some(({ isRevoked }) => isRevoked)).length;
  }
}

function lineOf(grant: ModelGrant): readonly ModelGrant[] {
  return grant.parent === undefined ? [grant] : [grant, ...lineOf(grant.parent)];
}

/** For patterns of one or two parts, of which the last may be a wildcard. */
export function matches(pattern: string, capability: string): boolean {
  return (
    pattern === capability || pattern === "*" || (pattern.endsWith(":*") && capability.startsWith(pattern.slice(0, -1)))
  );
}
