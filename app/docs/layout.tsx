import Link from "next/link";
import type { ReactNode } from "react";
import { DocsNav } from "@/components/layout/docs-nav";
import { Logo } from "@/components/layout/logo";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto max-w-[820px] p-4 pb-20 md:py-8">
      <header className="mb-6 flex flex-wrap items-center gap-x-5 gap-y-2">
        <Link href="/" className="flex items-center gap-2 font-semibold no-underline">
          <Logo /> Countersign
        </Link>
        <DocsNav />
        <Link href="/" className="ml-auto text-sm">
          Back to the console
        </Link>
      </header>
      <main>{children}</main>
    </div>
  );
}
