"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ActButton } from "@/components/admin/act-button";
import { Alert } from "@/components/ui/alert";
import { Button, buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { ManifestItem, ManifestReview } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { visibleText } from "@/lib/core/untrusted-text";
import { RiskChip } from "./risk-chip";
import { StatusChip } from "./status-chip";
import { Target } from "./target";

interface ShownItem {
  operationId: string;
  operationDigest: string;
  shownDigest: string;
}
const shownItem = (item: ManifestItem): ShownItem => ({
  operationId: item.row.id,
  operationDigest: item.operation_digest,
  shownDigest: item.shown_digest,
});

/** Can be approved from the list by who looks at it. */
const isSimple = (item: ManifestItem) => item.may_approve && item.alone === null;

/** One row for each, with a veto; what is simple can be ticked and approved together. */
export function ManifestItems({
  manifest,
  approve,
  veto,
}: {
  manifest: ManifestReview;
  approve: (input: {
    items: ShownItem[];
  }) => Promise<ActionResult<readonly { operationId: string; refused: string | null }[]>>;
  veto: (item: ShownItem) => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const [failed, setFailed] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const simple = manifest.items.filter(isSimple);
  const chosen = simple.filter(({ row }) => ticked.has(row.id));

  const send = () =>
    start(async () => {
      const result = await approve({ items: chosen.map(shownItem) });
      setFailed(result.ok ? null : result.problem.detail);
      const answers = result.ok ? result.data : [];
      setRefused(
        new Map(answers.flatMap((one) => (one.refused ? [[one.operationId, one.refused]] : []))),
      );
      setTicked(new Set());
      router.refresh();
    });
  const tick = (id: string) =>
    setTicked((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  return (
    <Card label="Operations" flush>
      <ul className="divide-y divide-line">
        {manifest.items.map((item) => (
          <li
            key={item.row.id}
            className={classNames(
              "grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 px-4 py-3 md:px-[18px]",
              simple.length > 0
                ? "md:grid-cols-[24px_110px_minmax(0,1fr)_auto]"
                : "md:grid-cols-[110px_minmax(0,1fr)_auto]",
            )}
          >
            {simple.length > 0 && <Tick item={item} ticked={ticked.has(item.row.id)} tick={tick} />}
            <span className="flex flex-wrap gap-1.5">
              {item.row.status !== "pending" && (
                <StatusChip status={item.row.status} grant={item.row.grant_status} />
              )}
              <RiskChip risk={item.row.risk} past={item.row.status !== "pending"} />
            </span>
            <What item={item} refused={refused.get(item.row.id) ?? null} />
            <span className="col-span-2 flex flex-wrap justify-end gap-2 md:col-span-1">
              {item.row.status === "pending" && (
                <Link href={`/operations/${item.row.id}`} className={buttonStyle()}>
                  Review
                </Link>
              )}
              {item.may_deny && (
                <ActButton
                  label="Veto"
                  confirm="Veto: deny this one"
                  act={veto.bind(null, shownItem(item))}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
      {simple.length > 0 && (
        <div className="sticky bottom-0 flex flex-wrap items-center justify-between gap-3 rounded-b-[9px] border-t border-line bg-surface px-4 py-3 md:px-[18px]">
          <label className="flex min-h-11 items-center gap-2 text-sm md:min-h-8">
            <input
              type="checkbox"
              className="size-5 accent-accent"
              checked={chosen.length === simple.length}
              onChange={(event) =>
                setTicked(
                  new Set(event.currentTarget.checked ? simple.map(({ row }) => row.id) : []),
                )
              }
            />
            All {simple.length} of low risk
          </label>
          {failed && <Alert>{failed}</Alert>}
          <Button tone="danger" disabled={pending || chosen.length === 0} onClick={send}>
            {pending
              ? "Approving…"
              : chosen.length === 0
                ? "Choose what to approve"
                : `Approve ${chosen.length} of ${manifest.items.length}`}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Tick({
  item,
  ticked,
  tick,
}: {
  item: ManifestItem;
  ticked: boolean;
  tick: (id: string) => void;
}) {
  if (!isSimple(item)) return <span className="max-md:hidden" />;
  return (
    <input
      type="checkbox"
      aria-label={`Choose ${visibleText(item.row.resource.name ?? item.row.resource.id)}`}
      className="mt-0.5 size-5 accent-accent"
      checked={ticked}
      onChange={() => tick(item.row.id)}
    />
  );
}

function What({ item, refused }: { item: ManifestItem; refused: string | null }) {
  const { row } = item;
  const phrase = operationPhrase({ ...row, environment: row.environment.slug });
  return (
    <div className="min-w-0 max-md:col-span-2">
      <p className="[overflow-wrap:anywhere]">
        <Link href={`/operations/${row.id}`} className="font-semibold">
          {phrase.verb} <Target text={phrase.target} />
        </Link>{" "}
        <span className="text-[13.5px] text-muted">in {row.environment.slug}</span>
      </p>
      <p className="text-[13.5px] text-muted">
        <Untrusted text={row.headline} />
        {row.status === "pending" &&
          item.may_approve &&
          item.alone &&
          ` · ${item.alone}: review it`}
      </p>
      {row.status !== "pending" && row.note && (
        <p className="text-[13.5px] text-muted">
          “<Untrusted text={row.note} />”
        </p>
      )}
      {refused && (
        <p role="alert" className="text-[13.5px] font-medium text-danger">
          Not approved. {refused}
        </p>
      )}
    </div>
  );
}
