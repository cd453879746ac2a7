"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { PlanRow, PlanView } from "@/lib/contract/review";

const VERB: Readonly<Record<PlanRow["kind"], readonly [word: string, tone: string]>> = {
  delete: ["Delete", "text-danger"],
  replace: ["Replace", "text-danger"],
  unknown: ["Unknown", "text-danger"],
  forget: ["Forget", "text-warn"],
  update: ["Update", "text-warn"],
  create: ["Create", "text-muted"],
};

const HOLDS: Readonly<Record<PlanRow["holds"], string | null>> = {
  data: "holds data",
  copies: "keeps or makes copies",
  perhaps_data: "may hold data",
  nothing: null,
};

/** More rows of a plan, from the one at `from` on. */
export type ReadPlan = (from: number) => Promise<ActionResult<PlanView | null>>;

/** A plan, resource by resource, the most dangerous first. Values are the sender's, secrets left out. */
export function PlanDiff({ plan, readPlan }: { plan: PlanView; readPlan: ReadPlan }) {
  const [rows, setRows] = useState(plan.rows);
  const [hidden, setHidden] = useState(plan.hidden);
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, start] = useTransition();
  if (rows.length === 0) return null;
  const more = () =>
    start(async () => {
      const result = await readPlan(rows.length).catch(() => null);
      const next = result?.ok ? result.data : null;
      setRefused(next ? null : "It didn't arrive. Try again.");
      if (!next) return;
      setRows([...rows, ...next.rows]);
      setHidden(next.hidden);
    });
  return (
    <section aria-label="The plan, resource by resource" className="mb-3">
      <ul className="divide-y divide-line rounded-lg border border-line">
        {rows.map((row, i) => (
          <li key={i} className="px-3 py-2 text-sm">
            <Row row={row} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <Button disabled={pending} onClick={more}>
            {pending ? "Fetching…" : "Show more of the plan"}
          </Button>
          {hidden.toLocaleString("en")} more, no more dangerous than these
        </p>
      )}
      {refused && (
        <p role="alert" className="text-sm text-danger">
          {refused}
        </p>
      )}
    </section>
  );
}

function Row({ row }: { row: PlanRow }) {
  const [word, tone] = VERB[row.kind];
  const head = (
    <>
      <b className={`font-semibold ${tone}`}>{word}</b>{" "}
      <code className="[overflow-wrap:anywhere]">
        <Untrusted text={row.address} />
      </code>
      {HOLDS[row.holds] && <span className="text-muted"> · {HOLDS[row.holds]}</span>}
    </>
  );
  if (row.members.length === 0) return <p>{head}</p>;
  return (
    <details>
      <summary>{head}</summary>
      <dl className="mt-1 grid gap-x-4 gap-y-0.5 font-mono text-[13px] md:grid-cols-[minmax(0,2fr)_minmax(0,5fr)]">
        {row.members.map((member) => (
          <Member key={member.name} member={member} />
        ))}
      </dl>
      {row.hidden > 0 && <p className="text-muted">and {row.hidden} more settings</p>}
    </details>
  );
}

function Member({ member }: { member: PlanRow["members"][number] }) {
  return (
    <>
      <dt className="[overflow-wrap:anywhere] text-muted">
        <Untrusted text={member.name} />
      </dt>
      <dd className="[overflow-wrap:anywhere]">
        {member.before !== null && (
          <s>
            <span className="sr-only">before: </span>
            <Untrusted text={member.before} />
          </s>
        )}
        {member.after !== null && (
          <>
            {" "}
            <span className="sr-only">after: </span>
            <Untrusted text={member.after} />
          </>
        )}
        {member.hidden && <span className="text-muted"> (may have changed unseen)</span>}
      </dd>
    </>
  );
}
