"use client";
import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button";
import type { ActionResult } from "@/lib/contract/action";
import { useEntry } from "./entry";

/**
 * Back from the provider: hands over what the address holds, once. The page does it and not its own
 * address, so that whoever merely follows links changes nothing.
 */
export function Returned({
  finish,
}: {
  finish: (input: { query: string }) => Promise<ActionResult<{ to: string }>>;
}) {
  const { problem, attempt } = useEntry();
  const handed = useRef(false);
  useEffect(() => {
    if (handed.current) return;
    handed.current = true;
    attempt(() => finish({ query: window.location.search }));
  });
  if (!problem)
    return (
      <p role="status" className="text-muted">
        One moment…
      </p>
    );
  return (
    <div className="grid gap-3">
      <Alert>
        <b className="font-semibold">{problem.title}.</b> {problem.detail}
      </Alert>
      <a className={buttonStyle({ tone: "primary", width: "full" })} href="/sign-in?out=">
        To the sign-in page
      </a>
    </div>
  );
}
