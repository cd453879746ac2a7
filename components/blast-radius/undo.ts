import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Reversibility } from "@/lib/core/impact";

interface Undo {
  /** In two or three words: `Treat as permanent`. */
  readonly word: string;
  readonly why: string;
  readonly permanent: boolean;
  /** How it is said with an end: `Undo until 3 Dec, 14:02`. */
  readonly until: string;
}

const PERMANENT: Undo = {
  word: "Treat as permanent",
  why: "nothing shows it can be undone",
  permanent: true,
  until: "Undo until",
};

/** One phrase for one fact, wherever it stands. What isn't known to be undoable is permanent. */
export const UNDO: Readonly<Record<Reversibility, Undo>> = {
  irreversible: PERMANENT,
  unknown: PERMANENT,
  soft_delete_window: {
    word: "Undo for a while",
    why: "it is kept before it is gone",
    permanent: false,
    until: "Undo until",
  },
  restorable: {
    word: "Restorable",
    why: "from a backup",
    permanent: false,
    until: "Restorable until",
  },
  rebuildable: {
    word: "Rebuildable",
    why: "from its source",
    permanent: false,
    until: "Rebuildable until",
  },
  reversible: {
    word: "Can be undone",
    why: "it has an opposite",
    permanent: false,
    until: "Undo until",
  },
};

/** For a stored value, which a newer Countersign may have written. */
export const undoOf = (value: string): Undo =>
  Object.hasOwn(UNDO, value) ? UNDO[value as Reversibility] : PERMANENT;

type Points = BlastRadius["recovery_points"];

/** `None`, `2 of 3`: how many copies are known to be left. */
export function survivalText(points: Points): { figure: string; none: boolean } {
  const left = points.filter((point) => point.survives === "yes").length;
  return left === 0
    ? { figure: "None", none: true }
    : { figure: `${left} of ${points.length}`, none: false };
}
