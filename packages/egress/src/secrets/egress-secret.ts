/** A secret that a guest may use without ever having it. */
export interface EgressSecret {
  /** What `{{secret:NAME}}` refers to it by: letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** At least 8 bytes; printable ASCII where it is for any host. */
  readonly value: string;
  /** Hosts it may be sent to, as in rules. With none it is only looked for. */
  readonly hosts: readonly string[];
}

/** A form of key that is recognised whoever it belongs to. */
export interface SecretPattern {
  readonly name: string;
  /** Must match within 512 characters, and take time in proportion to the text. */
  readonly pattern: RegExp;
}

/** Keys of known issuers. JSON web tokens are not among them: guests that sign in hold their own. */
export const KNOWN_KEY_PATTERNS: readonly SecretPattern[] = [
  { name: "private key", pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/ },
  { name: "AWS access key", pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/ },
  { name: "GitHub token", pattern: /gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}/ },
  { name: "GitLab token", pattern: /glpat-[\w-]{20}/ },
  { name: "Google API key", pattern: /AIza[\w-]{35}/ },
  { name: "npm token", pattern: /npm_[A-Za-z0-9]{36}/ },
  { name: "Slack token", pattern: /xox[abeoprs]-[A-Za-z0-9-]{10}|xapp-\d-[A-Za-z0-9-]{10}/ },
  { name: "Stripe key", pattern: /[rs]k_(?:live|test)_[A-Za-z0-9]{16}/ },
];
