"use client";
import { createContext, use, useState, useTransition, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";

interface Reveals {
  /** The long texts on the page that haven't been opened whole. */
  closed: readonly string[];
  open(id: string): void;
  isOpen(id: string): boolean;
}

const RevealContext = createContext<Reveals>({ closed: [], open: () => {}, isOpen: () => true });

/** Holds which of the page's long texts were opened; a decision waits until all were. */
export function RevealProvider({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const value: Reveals = {
    closed: ids.filter((id) => !opened.has(id)),
    open: (id) => setOpened((before) => new Set(before).add(id)),
    isOpen: (id) => opened.has(id),
  };
  return <RevealContext value={value}>{children}</RevealContext>;
}

export const useUnopened = (): readonly string[] => use(RevealContext).closed;

/** Where the button that opens a long text is, for a link that leads to it. */
export const anchorOf = (id: string): string => `show-${id}`;

/** A long text: its beginning and end, how much is between, and a button for the whole. */
export function Reveal({
  id,
  short,
  hidden,
  children,
}: {
  id: string;
  short: ReactNode;
  hidden: number;
  children: ReactNode;
}) {
  const reveals = use(RevealContext);
  if (reveals.isOpen(id)) return children;
  return (
    <>
      {short}
      <ShowAll id={id} hidden={hidden} onClick={() => reveals.open(id)} />
    </>
  );
}

/** The same for a text that would weigh the page down: it is fetched when somebody opens it. */
export function RevealLater({
  id,
  short,
  hidden,
  load,
  frame,
}: {
  id: string;
  short: ReactNode;
  hidden: number;
  load: () => Promise<ActionResult<string>>;
  /** Class names of the whole text's own frame. */
  frame: string;
}) {
  const reveals = use(RevealContext);
  const [whole, setWhole] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, start] = useTransition();
  if (whole !== null)
    return (
      <pre className={frame}>
        <Untrusted text={whole} multiline />
      </pre>
    );
  const open = () =>
    start(async () => {
      const result = await load().catch(() => null);
      setRefused(result?.ok ? null : (result?.problem.detail ?? "It didn't arrive. Try again."));
      if (!result?.ok) return;
      setWhole(result.data);
      reveals.open(id);
    });
  return (
    <>
      {short}
      <ShowAll id={id} hidden={hidden} pending={pending} onClick={open} />
      {refused && (
        <p role="alert" className="text-sm text-danger">
          {refused}
        </p>
      )}
    </>
  );
}

function ShowAll({
  id,
  hidden,
  pending = false,
  onClick,
}: {
  id: string;
  hidden: number;
  pending?: boolean;
  onClick: () => void;
}) {
  return (
    <Button id={anchorOf(id)} className="my-2 scroll-mt-24" disabled={pending} onClick={onClick}>
      {pending ? "Fetching…" : `Show all: ${hidden.toLocaleString("en")} characters are hidden`}
    </Button>
  );
}
