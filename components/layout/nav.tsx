"use client";
import { Menu, Snowflake } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { FreezeSheet, type Freeze } from "@/components/freeze/freeze-sheet";
import { Sheet } from "@/components/ui/sheet";
import type { Role } from "@/lib/core/actor";
import { Logo } from "./logo";
import { DESTINATIONS } from "./navigation";

export interface NavPerson {
  name: string;
  role: Role;
}

/** A column on a wide screen, a bar with a menu on a phone; both lead to the same pages. */
export function Nav({
  person,
  waiting,
  freeze,
  signOut,
}: {
  person: NavPerson;
  waiting: number;
  freeze: Freeze;
  signOut: () => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const [freezing, setFreezing] = useState(false);
  const stop = person.role !== "auditor" && (
    <FreezeEverything
      onClick={() => {
        setOpen(false);
        setFreezing(true);
      }}
    />
  );
  return (
    <>
      <div className="sticky top-0 z-30 flex items-center justify-between border-b border-line bg-surface px-3 py-1.5 md:hidden">
        <Link href="/" className="flex items-center gap-2 px-1 py-2 font-semibold no-underline">
          <Logo /> Countersign
        </Link>
        {waiting > 0 && (
          <Link
            href="/"
            className="mr-1 ml-auto flex min-h-11 items-center gap-1.5 rounded-lg px-2 text-sm text-muted no-underline"
          >
            Inbox <Count waiting={waiting} />
          </Link>
        )}
        <button
          type="button"
          aria-label="Menu"
          className="grid size-11 place-items-center rounded-lg"
          onClick={() => setOpen(true)}
        >
          <Menu className="size-5" />
        </button>
      </div>
      <Sheet open={open} onOpenChange={setOpen} title={person.name}>
        {stop}
        <Links person={person} waiting={waiting} onFollow={() => setOpen(false)} />
        <div className="mt-3 border-t border-line pt-3">
          <SignOut signOut={signOut} />
        </div>
      </Sheet>
      <div className="sticky top-0 hidden h-dvh grid-rows-[auto_minmax(0,1fr)_auto] border-r border-line bg-surface px-3 py-4 md:grid">
        <Link href="/" className="mb-4 flex items-center gap-2 px-2.5 font-semibold no-underline">
          <Logo /> Countersign
        </Link>
        <div className="overflow-y-auto">
          <Links person={person} waiting={waiting} />
        </div>
        <div className="mt-3 border-t border-line pt-3">
          {stop}
          <p className="mt-1 px-2.5 text-[13px] text-muted">
            {person.name}, {person.role}
          </p>
          <SignOut signOut={signOut} />
        </div>
      </div>
      <FreezeSheet
        of={{ environment: null, name: "everything" }}
        freeze={freeze}
        open={freezing}
        onOpenChange={setFreezing}
      />
    </>
  );
}

/** The emergency stop is first in a phone's menu: two taps from any page. */
const FreezeEverything = ({ onClick }: { onClick: () => void }) => (
  <button
    type="button"
    className="flex min-h-11 w-full items-center gap-2 rounded-lg px-2.5 text-left font-semibold whitespace-nowrap text-danger hover:bg-danger-soft max-md:mb-2 max-md:border max-md:border-danger-line md:min-h-9 md:text-sm"
    onClick={onClick}
  >
    <Snowflake aria-hidden="true" className="size-4" /> Freeze everything
  </button>
);

function Links({
  person,
  waiting,
  onFollow,
}: {
  person: NavPerson;
  waiting: number;
  onFollow?: () => void;
}) {
  const path = usePathname();
  const isHere = (href: string) =>
    href === "/" ? path === "/" || path.startsWith("/operations") : path.startsWith(href);
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {DESTINATIONS.map(({ title, items }) => {
        const mine = items.filter((item) => item.roles.includes(person.role));
        if (mine.length === 0) return null;
        return (
          <div key={title ?? "work"} className="grid gap-0.5">
            {title && (
              <p className="px-2.5 pt-4 pb-1 text-[11.5px] font-semibold tracking-wider text-faint uppercase">
                {title}
              </p>
            )}
            {mine.map((item) => (
              <Link
                key={item.href}
                href={item.href}
                {...(onFollow ? { onClick: onFollow } : {})}
                aria-current={isHere(item.href) ? "page" : undefined}
                className="flex min-h-11 items-center justify-between rounded-lg px-2.5 whitespace-nowrap text-muted no-underline hover:text-text aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent md:min-h-9"
              >
                {item.label}
                {item.href === "/" && waiting > 0 && <Count waiting={waiting} />}
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

const Count = ({ waiting }: { waiting: number }) => (
  <span className="rounded-full bg-accent px-2 text-xs leading-5 font-semibold text-accent-ink">
    {waiting}
    <span className="sr-only"> waiting for you</span>
  </span>
);

const SignOut = ({ signOut }: { signOut: () => Promise<unknown> }) => (
  <button
    type="button"
    className="min-h-11 rounded-lg px-2.5 text-muted hover:text-text md:min-h-9 md:text-[13px]"
    onClick={() => void signOut().then(() => window.location.replace("/sign-in?out=1"))}
  >
    Sign out
  </button>
);
