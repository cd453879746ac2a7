"use client";
import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionKeymap,
  selectedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { getNonce } from "get-nonce";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { PolicyFault } from "@/lib/contract/policy";
import type { DraftView } from "@/lib/contract/policy-version";
import { completionsOf } from "./completions";
import { EDITOR_COLOURS, EDITOR_THEME } from "./editor-look";

export interface EditorHandle {
  /** Puts the cursor where the fault is, and the fault on screen. */
  jumpTo: (fault: PolicyFault) => void;
}

/** The policy's text. Tab leaves it, as a keyboard's user expects; Ctrl+] indents. */
export function Editor({
  draft,
  faults,
  onChange,
  ref,
}: {
  draft: DraftView;
  faults: readonly PolicyFault[];
  onChange: (text: string) => void;
  ref: Ref<EditorHandle>;
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });

  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      doc: draft.source,
      extensions: [
        // Else the page's policy refuses the editor's styles.
        EditorView.cspNonce.of(getNonce() ?? ""),
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        history(),
        indentOnInput(),
        yaml(),
        syntaxHighlighting(EDITOR_COLOURS),
        autocompletion({
          override: [completionsOf(draft)],
          icons: false,
          defaultKeymap: false,
        }),
        keymap.of([
          { key: "Enter", run: acceptUnlessTyped },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Policy",
          // It scrolls, so a keyboard's user must get there; axe doesn't count contenteditable.
          tabindex: "0",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed.current(update.state.doc.toString());
        }),
        EDITOR_THEME,
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, [draft]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const diagnostics = faults.map((fault) => ({
      ...rangeOf(doc, fault),
      severity: "error" as const,
      message: fault.detail,
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [faults]);

  useImperativeHandle(ref, () => ({
    jumpTo(fault) {
      const editor = view.current;
      if (!editor) return;
      const { from } = rangeOf(editor.state.doc, fault);
      editor.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
      editor.focus();
    },
  }));

  return <div ref={place} />;
}

/** Who has typed a word to its end and presses Enter wants a new line, not that word. */
function acceptUnlessTyped(editor: EditorView): boolean {
  const { state } = editor;
  const label = selectedCompletion(state)?.label;
  const { head } = state.selection.main;
  if (label === undefined || state.sliceDoc(head - label.length, head) !== label)
    return acceptCompletion(editor);
  closeCompletion(editor);
  return false;
}

/** The text may have been changed since it was looked at. */
function rangeOf(doc: Text, fault: PolicyFault): { from: number; to: number } {
  const line = doc.line(Math.min(fault.line, doc.lines));
  const from = Math.min(line.from + fault.column - 1, line.to);
  return { from, to: Math.min(Math.max(line.from + fault.end_column - 1, from), line.to) };
}
