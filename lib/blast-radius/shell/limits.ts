/** More than anybody reviews: scripts within scripts, and all their commands. */
export const COMMANDS_MAX = 1_000;
/** Texts for other analyzers, each of which takes its own time. */
export const HANDED_MAX = 50;
/** Wrappers and scripts inside each other: `sudo sh -c "ssh host '…'"`. */
export const DEPTH_MAX = 24;
