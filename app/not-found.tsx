import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md p-6 pt-20">
      <h1>There is nothing here</h1>
      <p className="mt-2 mb-4 text-muted">
        The address is wrong, or what was here belongs to somebody else's Countersign.
      </p>
      <Link href="/">To the inbox</Link>
    </main>
  );
}
