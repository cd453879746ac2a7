import { visibleText } from "./untrusted-text";

/** An action in words, for the page's title, the mail's subject, and the Approve button. */
export interface OperationPhrase {
  /** `Delete volume`; goes before the target. */
  readonly verb: string;
  /** `deleting`, as in "Approve deleting pg-data". */
  readonly gerund: string;
  /** The resource's name, or its id where it has none: the agent's text, raw. */
  readonly target: string;
  readonly environment: string;
  /** `Delete volume pg-data in production`, the target made visible. */
  readonly sentence: string;
}

/** The verbs that we put in words. Others aren't guessed at. */
const GERUNDS: Readonly<Record<string, string>> = {
  apply: "applying",
  archive: "archiving",
  clear: "clearing",
  deactivate: "deactivating",
  delete: "deleting",
  deregister: "deregistering",
  destroy: "destroying",
  detach: "detaching",
  disable: "disabling",
  drain: "draining",
  drop: "dropping",
  erase: "erasing",
  execute: "executing",
  flush: "flushing",
  "force-push": "force-pushing",
  format: "formatting",
  kill: "killing",
  migrate: "migrating",
  overwrite: "overwriting",
  prune: "pruning",
  purge: "purging",
  reboot: "rebooting",
  remove: "removing",
  replace: "replacing",
  reset: "resetting",
  restart: "restarting",
  restore: "restoring",
  revoke: "revoking",
  rollback: "rolling back",
  rotate: "rotating",
  scale: "scaling",
  shutdown: "shutting down",
  stop: "stopping",
  suspend: "suspending",
  terminate: "terminating",
  transfer: "transferring",
  truncate: "truncating",
  uninstall: "uninstalling",
  unpublish: "unpublishing",
  update: "updating",
  wipe: "wiping",
};
const SPELLINGS: Readonly<Record<string, string>> = {
  rollback: "roll back",
  shutdown: "shut down",
};

/** First segments that name a tool, not a thing: in `postgres.truncate` nobody truncates a postgres. */
const TOOLS: Readonly<Record<string, string>> = {
  git: "",
  helm: "",
  k8s: "",
  kubectl: "",
  kubernetes: "",
  mysql: "",
  opentofu: "plan",
  postgres: "",
  postgresql: "",
  psql: "",
  shell: "",
  sql: "",
  terraform: "plan",
  tofu: "plan",
};

const own = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;
const words = (segment: string) => segment.replace(/[_-]+/g, " ").trim();

/** Verb and noun of a dotted action: `railway.volume.delete`, `railway.delete-volume`, `volume.delete`. */
function readAction(action: string): { verb: string; noun: string } | null {
  const segments = action.split(".");
  const last = (segments.at(-1) ?? "").replaceAll("_", "-");
  const before = segments.at(-2) ?? "";
  if (own(GERUNDS, last)) {
    const isTool = segments.length === 2 ? own(TOOLS, before) : undefined;
    return { verb: last, noun: isTool ?? words(before) };
  }
  const [first = "", ...rest] = last.split("-");
  return own(GERUNDS, first) ? { verb: first, noun: rest.join(" ").trim() } : null;
}

/**
 * Says an operation in words. An action whose verb isn't known is named as it is: "Run
 * railway.volume.frobnicate on pg-data in production".
 */
export function operationPhrase(operation: {
  action: string;
  resource: { id: string; name?: string | null | undefined };
  environment: string;
}): OperationPhrase {
  const { action, resource, environment } = operation;
  const target = resource.name ?? resource.id;
  const read = readAction(action);
  const spelled = read && (own(SPELLINGS, read.verb) ?? read.verb);
  const verb = spelled
    ? `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)} ${read.noun}`.trim()
    : `Run ${visibleText(action)} on`;
  const gerund = (read && own(GERUNDS, read.verb)) ?? `running ${visibleText(action)} on`;
  return {
    verb,
    gerund,
    target,
    environment,
    sentence: `${verb} ${visibleText(target)} in ${visibleText(environment)}`,
  };
}
