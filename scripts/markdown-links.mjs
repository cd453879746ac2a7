// Refuses links in the project's *.md that lead to no file, or to no heading of it. Links to other
// sites aren't followed: the check runs offline.
import fs from "node:fs";
import path from "node:path";
import { inProject, root } from "./bootstrap/project.mjs";

const SKIPPED = new Set(["node_modules", ".git", ".next", "dist", ".countersign"]);
const INLINE = /\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*["'])?\s*\)/g;
const DEFINITION = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm;
const HTML = /<(?:a|img|source)\s[^>]*?(?:href|src|srcset)="([^"]+)"/g;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

const broken = markdownFiles("").flatMap((file) =>
  linksOf(file).flatMap(({ link, line }) => {
    const why = refusal(file, link);
    return why ? [`${file}:${line}: ${link} ${why}`] : [];
  }),
);
for (const sentence of broken) console.error(sentence);
if (broken.length > 0) process.exitCode = 1;

function markdownFiles(directory) {
  return fs.readdirSync(inProject(directory), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(directory, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(file);
    return entry.name.endsWith(".md") ? [file] : [];
  });
}

function linksOf(file) {
  const text = withoutCode(fs.readFileSync(inProject(file), "utf8"));
  return [INLINE, DEFINITION, HTML].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      link: match[1],
      line: text.slice(0, match.index).split("\n").length,
    })),
  );
}

function refusal(from, link) {
  if (ELSEWHERE.test(link)) return null;
  let decoded;
  try {
    decoded = decodeURI(link);
  } catch {
    return "isn't a well-formed link";
  }
  const [name, anchor] = decoded.split("#");
  const file = name ? path.resolve(inProject(path.dirname(from)), name) : inProject(from);
  if (file !== root && !file.startsWith(root + path.sep)) return "leads out of the project";
  if (!fs.existsSync(file)) return "leads to no file";
  if (!anchor || !file.endsWith(".md")) return null;
  return anchorsOf(file).has(anchor.toLowerCase()) ? null : "leads to no heading there";
}

/** The anchors that GitHub gives the headings of a file, and those written by hand. */
function anchorsOf(file) {
  const raw = fs.readFileSync(file, "utf8");
  const anchors = new Set([...raw.matchAll(/\s(?:id|name)="([^"]+)"/g)].map((match) => match[1]));
  const times = new Map();
  for (const [, heading] of withoutFences(raw).matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    const seen = times.get(slug) ?? 0;
    times.set(slug, seen + 1);
    anchors.add(seen === 0 ? slug : `${slug}-${seen}`);
  }
  return anchors;
}

/** Code is blanked, line by line, so that what follows keeps its line number. */
function withoutCode(text) {
  return withoutFences(text).replaceAll(/`+[^`\n]*`+/g, "");
}

function withoutFences(text) {
  return text.replaceAll(/^ {0,3}(```+|~~~+)[\s\S]*?^ {0,3}\1[^\n]*$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ""),
  );
}
