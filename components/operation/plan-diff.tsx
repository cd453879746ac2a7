import { Untrusted } from "@/components/ui/untrusted";
import type { PlanRow, PlanView } from "@/lib/contract/review";

const VERB: Readonly<Record<PlanRow["kind"], readonly [word: string, tone: string]>> = {
  delete: ["Delete", "text-danger"],
  replace: ["Replace", "text-danger"],
  unknown: ["Unknown", "text-danger"],
  forget: ["Forget", "text-warn"],
  update: ["Update", "text-warn"],
  create: ["Create", "text-muted"],
};

/** A plan, resource by resource, what is destroyed first. Values are the sender's, secrets left out. */
export function PlanDiff({ plan }: { plan: PlanView }) {
  if (plan.rows.length === 0) return null;
  return (
    <section aria-label="The plan, resource by resource" className="mb-3">
      <ul className="divide-y divide-line rounded-lg border border-line">
        {plan.rows.map((row, i) => (
          <li key={i} className="px-3 py-2 text-sm">
            <Row row={row} />
          </li>
        ))}
      </ul>
      {plan.hidden > 0 && (
        <p className="mt-1 text-sm text-muted">
          and {plan.hidden.toLocaleString("en")} more, in the plan itself below
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
      {row.holds_data !== false && (
        <span className="text-muted"> · {row.holds_data ? "holds data" : "may hold data"}</span>
      )}
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
