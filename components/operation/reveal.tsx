"use client";
import { createContext, use, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface Reveals {
  /** How many long texts on the page haven't been opened whole. */
  closed: number;
  open(id: string): void;
  isOpen(id: string): boolean;
}

const RevealContext = createContext<Reveals>({ closed: 0, open: () => {}, isOpen: () => true });

/** Holds which of the page's long texts were opened; a decision waits until all were. */
export function RevealProvider({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const value: Reveals = {
    closed: ids.filter((id) => !opened.has(id)).length,
    open: (id) => setOpened((before) => new Set(before).add(id)),
    isOpen: (id) => opened.has(id),
  };
  return <RevealContext value={value}>{children}</RevealContext>;
}

export const useUnopened = (): number => use(RevealContext).closed;

/** A long text: its beginning and end with the count between, and a button for the whole. */
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
      <Button className="my-2" onClick={() => reveals.open(id)}>
        Show all: {hidden.toLocaleString("en")} characters are hidden
      </Button>
    </>
  );
}
