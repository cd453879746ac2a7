/** What became of a verdict, after the name of who gave it. */
export const VERDICT_WORDS = {
  approve: "approved",
  deny: "denied",
  void: "approved (void: may no longer decide)",
} as const;
