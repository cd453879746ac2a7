export function Logo({ className = "size-5" }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 text-accent ${className}`}
    >
      <path d="M3 12.500c2-6 4-6 5 0s3 3 4-1.500M3 17h14M13 6l2 2 3-4" />
    </svg>
  );
}
