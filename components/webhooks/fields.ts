import { WEBHOOK_EVENTS } from "@/lib/core/webhook";
import type { FormField } from "@/components/ui/form-control";

export const REGISTER_FIELDS: readonly FormField[] = [
  {
    name: "url",
    label: "URL",
    placeholder: "https://hooks.example.com/countersign",
    hint: "https, of a public host. It is kept encrypted.",
    required: true,
  },
  { name: "description", label: "What it is for", placeholder: "On-call channel" },
  {
    name: "format",
    label: "Format",
    type: "select",
    options: [
      { value: "standard", label: "Standard Webhooks: signed JSON" },
      { value: "slack", label: "Slack: an incoming webhook of a channel" },
    ],
  },
  {
    name: "events",
    label: "What it is told of",
    type: "choices",
    options: WEBHOOK_EVENTS.map((event) => ({ value: event, label: event })),
  },
];

export const ROTATE_FIELDS: readonly FormField[] = [
  {
    name: "overlap",
    label: "The old secret signs too",
    type: "select",
    hint: "Time for the receiver to change over.",
    options: [
      { value: "86400", label: "for a day" },
      { value: "3600", label: "for an hour" },
      { value: "0", label: "no more: it leaked" },
    ],
  },
];
