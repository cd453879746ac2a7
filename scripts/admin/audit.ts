import type { Command } from "commander";
import type { AuditPage, ListEvents } from "@/lib/contract/audit";
import { listEvents } from "@/lib/services/audit/list";
import { table } from "../terminal";
import { parseWhole, runs } from "./command";

export function addAudit(program: Command): void {
  const audit = program.command("audit").description("who did what; nothing in it can be changed");
  const list = audit
    .command("list")
    .description("events, newest first")
    .option("--action <prefix>", "beginning of the action, such as key.")
    .option("--operation <id>", "about this operation")
    .option("--actor <who>", "id, login, or kind of actor")
    .option("--since <time>", "RFC 3339 in UTC, such as 2026-11-24T14:00:00Z")
    .option("--until <time>", "RFC 3339 in UTC")
    .option("--limit <n>", "how many", parseWhole)
    .option("--cursor <cursor>", "where the page before ended");
  runs(list, () => list.opts<ListEvents>(), listEvents, showPage);
}

const showPage = ({ items, next_cursor }: AuditPage): string =>
  items.length === 0
    ? "No such event."
    : table(
        ["TIME", "ACTION", "WHO", "SUBJECT", "OPERATION", "DATA"],
        items.map((event) => [
          event.at,
          event.action,
          event.who,
          event.subject_name ?? event.subject ?? "–",
          event.operation_id ?? "–",
          JSON.stringify(event.data),
        ]),
      ) + (next_cursor ? `\n\nMore: --cursor ${next_cursor}` : "");
