import type { Undo } from "../deeds/deed";
import { GONE } from "./cli";

export const LOST_WITH_BACKUPS: Undo = {
  ...GONE,
  because: "Its backups belong to it, and go with it.",
};
