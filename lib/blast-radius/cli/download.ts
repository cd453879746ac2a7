import { GONE } from "./cli";

export const FILE = { noun: "file", type: "file", undo: GONE } as const;

export const REACHES = { provider: "http", reaches: null } as const;
