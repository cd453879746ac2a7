/** Words that end the name of a secret: `db_password`, `DB_PASSWORD`, `masterUserPassword`. */
const SECRET =
  /(^|[_.-])(password|passwd|passphrase|pwd|secret|secret_key|secret_string|secret_access_key|token|access_token|auth_token|api_key|apikey|access_key|private_key|private_key_(pem|openssh|pem_pkcs8)|client_secret|connection_string|connection_url|database_url|credentials?|signing_key|encryption_key|shared_key|account_key|bearer)$/;

/** Few names come so far; the rest needs no taking apart. */
const MAYBE = /pass|pwd|secret|token|key|cred|bearer|conn|database/i;
const CHARS_MAX = 200;

/** Names come back by the thousand; those that a sender makes up don't fill the memory. */
const known = new Map<string, boolean>();
const KNOWN_MAX = 5000;

/** Whether a member of this name holds a secret. A guess: it hides too much rather than too little. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const is =
    MAYBE.test(name) &&
    name.length <= CHARS_MAX &&
    SECRET.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
  if (known.size < KNOWN_MAX && name.length <= CHARS_MAX) known.set(name, is);
  return is;
}
