import { endOfString, parseJsonText } from "../plans/json-text";

/**
 * JSON with a line for each member, every name, number and string as it was spelled: parsing and printing
 * would round numbers and drop a member that is there twice. Null: it isn't JSON.
 */
export function layOutJson(text: string): string | null {
  try {
    parseJsonText(text);
  } catch {
    return null;
  }
  const parts: string[] = [];
  let depth = 0;
  const newLine = () => parts.push("\n", "  ".repeat(depth));
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (/\s/.test(character)) continue;
    if (character === '"') {
      const end = endOfString(text, i) + 1;
      parts.push(text.slice(i, end));
      i = end - 1;
    } else if (character === "{" || character === "[") {
      const close = /^\s*[}\]]/.exec(text.slice(i + 1, i + 80));
      parts.push(character);
      if (close) {
        parts.push(close[0].trim());
        i += close[0].length;
        continue;
      }
      depth++;
      newLine();
    } else if (character === "}" || character === "]") {
      depth--;
      newLine();
      parts.push(character);
    } else if (character === ",") {
      parts.push(character);
      newLine();
    } else parts.push(character === ":" ? ": " : character);
  }
  return parts.join("");
}
