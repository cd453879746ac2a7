import { Option, type Command } from "commander";
import {
  KEY_STATES,
  type IssuedKeyView,
  type IssueKey,
  type KeyPage,
  type KeyView,
  type ListKeys,
} from "@/lib/contract/key";
import { issueKey } from "@/lib/services/key/issue";
import { listKeys } from "@/lib/services/key/list";
import { revokeKey } from "@/lib/services/key/revoke";
import { rotateKey } from "@/lib/services/key/rotate";
import { parseDuration } from "../duration";
import { moment, paint, table } from "../terminal";
import { collect, parseWhole, runs } from "./command";

interface Common {
  name?: string;
  expiresIn?: number;
}

export function addKeys(program: Command): void {
  const keys = program
    .command("keys")
    .description("what agents and enforcement points sign in with");
  addIssue(keys.command("issue").description("make a key; it is shown once"));

  const list = keys
    .command("list")
    .description("keys, newest first")
    .option("--agent <name>", "of this agent")
    .option("--enforcement-point <audience>", "of this enforcement point")
    .addOption(new Option("--state <state>").choices(KEY_STATES))
    .option("--limit <n>", "how many", parseWhole)
    .option("--cursor <cursor>", "where the page before ended");
  runs(
    list,
    (): ListKeys => {
      const { enforcementPoint, ...rest } = list.opts<
        Omit<ListKeys, "enforcement_point"> & { enforcementPoint?: string }
      >();
      return { ...rest, enforcement_point: enforcementPoint };
    },
    listKeys,
    showPage,
  );

  const rotate = keys
    .command("rotate")
    .description("make a successor of the same kind and scope")
    .argument("<id>", "key_…")
    .option("--overlap <duration>", "how long the old key still works (default 1d)", parseDuration)
    .option(
      "--expires-in <duration>",
      "life of the new key (default 30d, at most 90d)",
      parseDuration,
    );
  runs(
    rotate,
    () => {
      const { overlap, expiresIn } = rotate.opts<{ overlap?: number; expiresIn?: number }>();
      return { id: rotate.args[0] ?? "", overlap, expires_in: expiresIn };
    },
    rotateKey,
    showIssued,
  );

  const revoke = keys
    .command("revoke")
    .description("refuse the key from the next request on")
    .argument("<id>", "key_…");
  runs(
    revoke,
    () => ({ id: revoke.args[0] ?? "" }),
    revokeKey,
    (key) => showAll([key]),
  );
}

function addIssue(issue: Command): void {
  const withCommon = (command: Command) =>
    command
      .option("--name <name>", "where the key is used")
      .option("--expires-in <duration>", "its life (default 30d, at most 90d)", parseDuration);

  const agent = withCommon(
    issue
      .command("agent")
      .description("to submit, wait for and cancel that agent's operations, within a scope")
      .argument("<agent>")
      .requiredOption("--environment <pattern>", "such as staging; may be repeated", collect)
      .requiredOption("--action <pattern>", "such as railway.volume.*; may be repeated", collect)
      .requiredOption(
        "--resource <pattern>",
        "type:id, such as railway.volume:*; may be repeated",
        collect,
      ),
  );
  runs(
    agent,
    (): IssueKey => {
      const { environment, action, resource, ...common } = agent.opts<
        Common & { environment: string[]; action: string[]; resource: string[] }
      >();
      return {
        kind: "agent",
        agent: agent.args[0] ?? "",
        scope: { environments: environment, actions: action, resources: resource },
        ...life(common),
      };
    },
    issueKey,
    showIssued,
  );

  const point = withCommon(
    issue
      .command("enforcement-point")
      .description("to redeem grants for its audience and report results")
      .argument("<audience>"),
  );
  runs(
    point,
    (): IssueKey => ({
      kind: "enforce",
      enforcement_point: point.args[0] ?? "",
      ...life(point.opts<Common>()),
    }),
    issueKey,
    showIssued,
  );

  for (const [kind, description] of [
    ["audit", "to read the audit log"],
    ["admin", "to manage agents, enforcement points and their keys; never to decide"],
  ] as const) {
    const command = withCommon(issue.command(kind).description(description));
    runs(
      command,
      (): IssueKey => ({ kind, ...life(command.opts<Common>()) }),
      issueKey,
      showIssued,
    );
  }
}

const life = ({ name, expiresIn }: Common) => ({ name, expires_in: expiresIn });

const belongsTo = (key: KeyView) => key.agent?.name ?? key.enforcement_point?.audience ?? "–";

const scopeOf = ({ scope }: KeyView) =>
  scope
    ? [scope.environments, scope.actions, scope.resources].map((part) => part.join(",")).join(" × ")
    : "–";

const showIssued = (key: IssuedKeyView): string =>
  [
    `This is the key. Keep it now: it is not shown again.\n\n  ${paint.bold(key.key)}\n`,
    showAll([key]),
  ].join("\n");

const showAll = (keys: KeyView[]): string =>
  keys.length === 0
    ? "No such key."
    : table(
        ["ID", "KIND", "OF", "NAME", "STATE", "EXPIRES", "LAST USED", "SCOPE"],
        keys.map((key) => [
          key.id,
          key.kind,
          belongsTo(key),
          key.name || "–",
          key.rotated_to && key.state === "active" ? "active, rotated" : key.state,
          moment(key.expires_at),
          moment(key.last_used_at),
          scopeOf(key),
        ]),
      );

const showPage = ({ items, next_cursor }: KeyPage): string =>
  showAll(items) + (next_cursor ? `\n\nMore: --cursor ${next_cursor}` : "");
