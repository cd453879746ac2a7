import type {
  PolicyVersionDetail,
  PolicyVersionView,
  RuleReadingView,
} from "@/lib/contract/policy-version";
import { PolicyDocumentSchema } from "@/lib/contract/policy";
import type { StoredVersion, StoredVersionText } from "@/lib/data/policy-versions";
import { readRule, type RuleReading } from "@/lib/policy/reading";
import { authorText } from "../author";

export const versionView = (row: StoredVersion): PolicyVersionView => ({
  version: row.version,
  active: row.active,
  digest: row.digest,
  note: row.note,
  created_by: authorText(row.createdBy, row.authorName),
  created_at: row.createdAt.toISOString(),
});

export const readingView = (reading: RuleReading): RuleReadingView => ({
  ...reading,
  demands: [...reading.demands],
});

export function detailView(row: StoredVersionText): PolicyVersionDetail {
  const { data: document = null } = PolicyDocumentSchema.safeParse(row.document);
  return {
    ...versionView(row),
    source: row.source,
    document,
    readings: (document?.rules ?? []).map((rule) => readingView(readRule(rule))),
  };
}
