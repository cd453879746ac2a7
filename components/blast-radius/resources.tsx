import { CornerDownRight } from "lucide-react";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { countText, plural, sizeText } from "./count";
import { Provenance } from "./provenance";

type Resource = BlastRadius["resources"][number];

const DEPTH = ["", "pl-5", "pl-10"];
const DEPTH_MAX = DEPTH.length - 1;
const ROWS_MAX = 100;

const DONE: Readonly<Record<Resource["action"], string>> = {
  delete: "deleted",
  recovery_removal: "deleted",
  replace: "replaced",
  overwrite: "changed",
  truncate: "emptied",
  detach: "detached",
  stop: "stopped",
  permission_change: "access changed",
  create: "created",
  unknown: "not known what is done to it",
};

/** Where there are several, each row has to say what is done to it. */
export const actionsOf = ({ resources }: BlastRadius): ReadonlySet<string> =>
  new Set(resources.flatMap((one) => (one.role === "dependent" ? [] : DONE[one.action])));

/** Stands for things that were not listed one by one, so that its id names nothing. */
const isGroup = ({ id }: Resource) => id.endsWith("/*");

/** What is hit, and what goes along with it: an indented tree of at most three levels. */
export function Resources({ report }: { report: BlastRadius }) {
  const hit = report.resources;
  if (hit.length === 0) return null;
  const isMixed = actionsOf(report).size > 1;
  return (
    <>
      <div
        aria-hidden="true"
        className="hidden gap-3 pb-1 text-[12.5px] font-medium text-muted md:grid md:grid-cols-[minmax(0,1fr)_140px_130px]"
      >
        <span>Resource</span>
        <span className="text-right">Records</span>
        <span className="text-right">Known from</span>
      </div>
      <ul className="border-line text-sm md:border-t">
        {hit.slice(0, ROWS_MAX).map((resource) => (
          <Row
            key={`${resource.depth}-${resource.type}-${resource.id}`}
            resource={resource}
            done={isMixed && resource.role !== "dependent" ? DONE[resource.action] : null}
          />
        ))}
      </ul>
      {hit.length > ROWS_MAX && (
        <p className="border-t border-line pt-2 text-muted">
          and {(hit.length - ROWS_MAX).toLocaleString("en")} more
        </p>
      )}
      {report.totals.truncated && (
        <p className="border-t border-line pt-2 text-warn">
          More is hit than is listed: {plural(hit.length, "row")} are all that was kept.
        </p>
      )}
    </>
  );
}

function Row({ resource, done }: { resource: Resource; done: string | null }) {
  const { id, name, type, via, depth, role } = resource;
  const label = name === id ? null : name;
  // An address begins with its type.
  const isTyped = [id, name].some((text) => text?.startsWith(`${type}.`));
  const facts = [done, isTyped ? null : type, sizeText(resource.bytes), via]
    .filter(Boolean)
    .join(", ");
  return (
    <li className="grid gap-x-3 border-b border-line py-1.5 last:border-b-0 max-md:grid-cols-[auto_1fr] max-md:first:border-t md:grid-cols-[minmax(0,1fr)_140px_130px]">
      <p
        className={`flex min-w-0 items-start gap-1.5 max-md:col-span-2 ${DEPTH[Math.min(depth, DEPTH_MAX)]}`}
      >
        {depth > 0 && (
          <CornerDownRight aria-hidden="true" className="mt-1 size-3.5 shrink-0 text-faint" />
        )}
        <span className="min-w-0">
          {isGroup(resource) ? (
            <b className="font-semibold">
              <Untrusted text={label ?? id} />
            </b>
          ) : (
            <>
              <code className="font-semibold">
                <Untrusted text={id} />
              </code>
              {label !== null && (
                <>
                  {" "}
                  “<Untrusted text={label} />”
                </>
              )}
            </>
          )}{" "}
          <span className="text-[13px] text-muted">
            {role === "dependent" && "loses it: "}
            <Untrusted text={facts} />
          </span>
        </span>
      </p>
      <p className={`md:text-right ${DEPTH[Math.min(depth, DEPTH_MAX)]} md:pl-0`}>
        <Records resource={resource} />
      </p>
      <p className="text-right md:pl-0">
        <Provenance assurance={resource.assurance} />
      </p>
    </li>
  );
}

function Records({ resource: { records, stateful } }: { resource: Resource }) {
  const text = countText(records);
  if (text !== null)
    return (
      <>
        {text}
        <span className="md:sr-only"> {records.value === 1 ? "record" : "records"}</span>
      </>
    );
  if (stateful === false) return <span className="text-muted">holds no data</span>;
  return <span className="whitespace-nowrap text-warn">count not known</span>;
}
