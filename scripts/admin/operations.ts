import { Option, type Command } from "commander";
import type { OperationView } from "@/lib/contract/operation";
import type { HistoryFilter, HistoryPage } from "@/lib/contract/review";
import { OPERATION_STATUSES, RISKS } from "@/lib/core/operation";
import { operationPhrase } from "@/lib/core/phrase";
import { loadHistory } from "@/lib/services/operation/history";
import { showOperation } from "@/lib/services/operation/show";
import { details, moment, paint, table } from "../terminal";
import { runs } from "./command";

export function addOperations(program: Command): void {
  const operations = program
    .command("operations")
    .description("what was asked, and what became of it");

  const list = operations
    .command("list")
    .description("all operations, newest first")
    .addOption(new Option("--status <status>").choices(OPERATION_STATUSES))
    .addOption(new Option("--risk <risk>").choices(RISKS))
    .option("--environment <slug>")
    .option("--text <text>", "in action, resource or agent")
    .option("--cursor <cursor>", "where the page before ended");
  runs(list, () => list.opts<HistoryFilter>(), loadHistory, showPage);

  const show = operations
    .command("show")
    .description("one operation, whole; never its grant's token")
    .argument("<id>", "op_…");
  runs(
    show,
    () => ({ id: show.args[0] ?? "" }),
    (ctx, { id }) => showOperation(ctx, id),
    showOne,
  );
}

const showPage = ({ items, next_cursor }: HistoryPage): string =>
  items.length === 0
    ? "No such operation."
    : table(
        [
          "ID",
          "STATUS",
          "GRANT",
          "RISK",
          "ENVIRONMENT",
          "AGENT",
          "ACTION",
          "RESOURCE",
          "SUBMITTED",
        ],
        items.map((row) => [
          row.id,
          row.status,
          row.grant_status ?? "–",
          row.risk,
          row.environment.slug,
          row.agent.name,
          row.action,
          row.resource.name ?? row.resource.id,
          moment(row.created_at),
        ]),
      ) + (next_cursor ? `\n\nMore: --cursor ${next_cursor}` : "");

function showOne(op: OperationView): string {
  const { decision, grant, approvals, blast_radius: report } = op;
  const outcome = grant?.outcome;
  return [
    paint.bold(operationPhrase(op).sentence),
    details([
      ["id", op.id],
      ["status", op.status],
      ["risk", `${op.risk}: ${report.risk.because.join("; ")}`],
      ["blast radius", `${report.headline} (${report.status})`],
      ["undo", `${report.reversibility.value}: ${report.reversibility.because}`],
      ...report.claims.map((claim): [string, string] => [
        `claims ${claim.claim}`,
        `${claim.said}: ${claim.verdict}. ${claim.because}`,
      ]),
      ...report.unknowns.map((unknown): [string, string] => [
        "unknown",
        `${unknown.what}: ${unknown.why}`,
      ]),
      ["reason", op.reason],
      ["digest", op.operation_digest],
      ["audience", op.audience],
      ["submitted", moment(op.created_at)],
      ["expires", moment(op.expires_at)],
      [
        "approvals",
        `${approvals.received} of ${approvals.required}, from ${approvals.groups.join(", ")}`,
      ],
      ["decided", decision ? `${decision.outcome} at ${moment(decision.decided_at)}` : null],
      ["because", decision?.reason ?? null],
      ["grant", grant ? `${grant.id}, ${grant.status}` : null],
      ["outcome", outcome ? `${outcome.outcome} at ${moment(outcome.reported_at)}` : null],
      ["detail", outcome?.detail ?? null],
      ["actual", outcome?.actual ? JSON.stringify(outcome.actual) : null],
      ["review at", op.links.review],
    ]),
  ].join("\n\n");
}
