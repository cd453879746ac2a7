// What the bootstrap scripts know about the checkout. Plain Node: it runs before dependencies exist.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const inProject = (...parts) => path.join(root, ...parts);

const NODE_MIN = [20, 19];

/** Stops with a clear sentence on a Node that would fail later with an obscure one. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  console.error(
    `Countersign needs Node ${NODE_MIN.join(".")} or later; this is ${process.version}. ` +
      "See https://nodejs.org/en/download",
  );
  process.exit(1);
}
