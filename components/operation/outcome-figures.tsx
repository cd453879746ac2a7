import { X } from "lucide-react";
import type { ReactNode } from "react";
import { bytesText, countText, sizeText } from "@/components/blast-radius/count";
import { Untrusted } from "@/components/ui/untrusted";
import type { CountFact } from "@/lib/contract/blast-radius";
import { held, isCount } from "@/lib/core/prediction";
import type { ReviewView } from "@/lib/contract/review";

interface Compared {
  readonly name: string;
  readonly claimed: number | null;
  readonly predicted: CountFact | null;
  readonly reported: number | null;
  readonly say: (n: number) => string;
  readonly predict: (fact: CountFact) => string | null;
}

const numeral = (n: number) => n.toLocaleString("en");
const NAMED = ["records", "resources", "backups", "bytes"];

/** What the agent said, what was worked out, and what is reported, side by side. */
export function OutcomeFigures({ view }: { view: ReviewView }) {
  const actual = view.grant?.actual ?? {};
  const rows = comparedOf(view, actual);
  const rest = Object.entries(actual).filter(
    ([name, value]) => !NAMED.includes(name) || !isCount(value),
  );
  return (
    <>
      {rows.length > 0 && (
        <table className="w-full text-sm">
          <thead>
            <tr className="text-right text-[12.5px] text-muted [&>*]:py-1 [&>*]:font-medium">
              <th scope="col" className="text-left">
                <span className="sr-only">Figure</span>
              </th>
              <th scope="col">Claimed</th>
              <th scope="col">Predicted</th>
              <th scope="col">Reported</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {rest.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
          {rest.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">
                <Untrusted text={name} />
              </dt>
              <dd>
                <Untrusted
                  text={typeof value === "number" ? numeral(value) : JSON.stringify(value)}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function comparedOf(view: ReviewView, actual: Record<string, unknown>): Compared[] {
  const { claims, report } = view.shown;
  const reported = (name: string) => (isCount(actual[name]) ? actual[name] : null);
  const counted = { say: numeral, predict: countText };
  const all: Compared[] = [
    {
      name: "Records",
      claimed: claims.records ?? null,
      predicted: report.totals.records_deleted,
      reported: reported("records"),
      ...counted,
    },
    {
      name: "Resources",
      claimed: claims.resources ?? null,
      predicted: report.totals.resources,
      reported: reported("resources"),
      ...counted,
    },
    {
      name: "Backups",
      claimed: null,
      predicted: null,
      reported: reported("backups"),
      ...counted,
    },
    {
      name: "Size",
      claimed: null,
      predicted: report.totals.bytes,
      reported: reported("bytes"),
      say: bytesText,
      predict: sizeText,
    },
  ];
  return all.filter((row) => row.reported !== null || row.claimed !== null);
}

function Row({ row }: { row: Compared }) {
  const { name, claimed, predicted, reported, say, predict } = row;
  const foretold = predicted === null ? null : predict(predicted);
  return (
    <tr className="border-t border-line text-right align-top [&>*]:py-1.5">
      <th scope="row" className="text-left font-medium">
        {name}
      </th>
      <td>
        {claimed === null ? (
          <span className="text-muted">
            <span aria-hidden="true">–</span>
            <span className="sr-only">no claim</span>
          </span>
        ) : (
          <Figure differs={reported !== null && reported !== claimed}>{say(claimed)}</Figure>
        )}
      </td>
      <td>
        {foretold === null ? (
          <span className="text-warn">not known</span>
        ) : (
          <Figure differs={reported !== null && predicted !== null && !held(predicted, reported)}>
            {foretold}
          </Figure>
        )}
      </td>
      <td className="font-semibold whitespace-nowrap">
        {reported === null ? <span className="text-warn">not known</span> : say(reported)}
      </td>
    </tr>
  );
}

const Figure = ({ differs, children }: { differs: boolean; children: ReactNode }) =>
  differs ? (
    <span className="inline-flex items-center gap-1 font-semibold text-danger">
      <X aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">differs from what is reported: </span>
      {children}
    </span>
  ) : (
    <span>{children}</span>
  );
