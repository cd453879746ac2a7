const FORMAT = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** `24 Nov 2026, 15:02 UTC`: a mail doesn't know its reader's zone. */
export const utcTime = (at: Date): string => `${FORMAT.format(at)} UTC`;
