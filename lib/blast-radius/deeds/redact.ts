import { quoted } from "../findings";

/** `scheme://user:password@host`: who asks is nobody's business in a report. */
const USER_INFO = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s@]*@/gi;
/** `password=…`, `token: …`, in a query string, a connection string or a header. */
const SECRET_PAIR =
  /((?:pass(?:word|wd)?|pwd|secret|token|api[-_]?key|access[-_]?key|auth(?:orization)?|signature|credential)[a-z_-]{0,20}\s{0,5}[=:]\s{0,5})(?:(?:bearer|basic|token)\s+)?[^\s&;,"']+/gi;

/** What the artifact names, as it may stand in a report: visible, bounded, without what opens doors. */
export const withoutSecrets = (text: string): string =>
  quoted(text.replace(USER_INFO, "$1").replace(SECRET_PAIR, "$1(hidden)"));
