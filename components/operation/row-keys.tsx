"use client";
import { useEffect, useState } from "react";
import { Sheet } from "@/components/ui/sheet";

const KEYS = [
  ["j / k", "next / previous operation"],
  ["Enter", "open it"],
  ["?", "this help"],
] as const;

/** j and k move among the rows on the page; Enter is the link's own. */
export function RowKeys() {
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const move = (by: number) => {
      const links = [
        ...document.querySelectorAll<HTMLElement>("[data-rows] a, [data-rows] summary"),
      ].filter((link) => link.checkVisibility());
      const here = links.findIndex((link) => link === document.activeElement);
      links[Math.min(links.length - 1, Math.max(0, here + by))]?.focus();
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (target.closest("input, textarea, select, [role=dialog]")) return;
      if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
      else if (event.key === "?") setHelp(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Sheet open={help} onOpenChange={setHelp} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
