import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/layout/logo";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto max-w-[820px] p-4 pb-20 md:py-8">
      <header className="mb-6 flex flex-wrap items-center gap-x-5 gap-y-2">
        <Link href="/" className="flex items-center gap-2 font-semibold no-underline">
          <Logo /> Countersign
        </Link>
        <nav aria-label="Docs" className="flex flex-wrap gap-x-4 text-muted">
          <Link href="/docs">Quick start</Link>
          <a href="/docs/api">API reference</a>
          <Link href="/docs/errors">Errors</Link>
        </nav>
      </header>
      <main>{children}</main>
    </div>
  );
}
