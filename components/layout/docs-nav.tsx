"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

const PAGES = [
  ["/docs", "Quick start"],
  ["/docs/policy", "Policy"],
  ["/docs/errors", "Errors"],
] as const;

/** The API reference is a document of its own, and so not marked here. */
export function DocsNav() {
  const path = usePathname();
  return (
    <nav
      aria-label="Docs"
      className="flex flex-wrap gap-x-4 text-muted [&_a]:py-1 [&_a[aria-current]]:font-semibold [&_a[aria-current]]:text-text [&_a[aria-current]]:no-underline"
    >
      {PAGES.map(([href, label]) => (
        <Link key={href} href={href} aria-current={path === href ? "page" : undefined}>
          {label}
        </Link>
      ))}
      <a href="/docs/api">API reference</a>
    </nav>
  );
}
