"use client";
import { Snowflake } from "lucide-react";
import Link from "next/link";
import { Untrusted } from "@/components/ui/untrusted";
import { useServerNow } from "@/components/ui/time";
import type { FreezeView } from "@/lib/contract/freeze";
import { frozenName } from "@/lib/core/freeze";
import { Until } from "./until";

/** More than these would push away what the page is for. */
const SHOWN_MAX = 2;

/** On every page while anything is frozen: what, why, until when. It goes by itself when its time is over. */
export function FrozenBanner({
  freezes,
  serverTime,
}: {
  freezes: readonly FreezeView[];
  serverTime: string;
}) {
  const now = useServerNow(serverTime);
  const held = freezes.filter(({ until }) => until === null || Date.parse(until) > now);
  const more = held.length - SHOWN_MAX;
  return (
    <div role="status">
      {held.length > 0 && (
        <ul className="grid gap-1 border-b border-accent bg-accent-soft px-3.5 py-2 text-sm md:px-7">
          {held.slice(0, SHOWN_MAX).map((freeze) => (
            <li key={freeze.environment?.id ?? ""} className="flex gap-2 font-medium text-accent">
              <Snowflake aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <Link href="/environments" className="font-semibold text-accent underline">
                  {frozenName({
                    scope: freeze.scope,
                    environmentName: freeze.environment?.name ?? "",
                  })}{" "}
                  is frozen
                </Link>
                , <Until at={freeze.until} serverTime={serverTime} />:{" "}
                <Untrusted text={freeze.reason} />
              </span>
            </li>
          ))}
          {more > 0 && <li className="pl-6 text-accent">and {more} more</li>}
        </ul>
      )}
    </div>
  );
}
