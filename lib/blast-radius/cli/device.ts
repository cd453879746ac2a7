import { type CliRule, GONE } from "./cli";

export const WIPED = { ...GONE, because: "The device's content can't be read any more." };

export const DEVICE = {
  noun: "device",
  type: "device",
  stateful: true,
  undo: WIPED,
  technique: "T1561",
} satisfies Partial<CliRule>;

export const VOLUME = { does: ["delete"], stateful: true, undo: GONE } satisfies Partial<CliRule>;
