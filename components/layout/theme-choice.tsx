"use client";
import { useState } from "react";
import { applyTheme, THEMES, type Theme } from "./theme";

const WORDS: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

export function ThemeChoice({ current }: { current: Theme }) {
  const [theme, setTheme] = useState(current);
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
  };
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
      <legend className="sr-only">Light or dark</legend>
      {THEMES.map((name) => (
        <label key={name} className="flex min-h-10 items-center gap-2">
          <input
            type="radio"
            name="theme"
            value={name}
            checked={theme === name}
            onChange={() => choose(name)}
            className="size-4 accent-(--accent)"
          />
          {WORDS[name]}
        </label>
      ))}
    </fieldset>
  );
}
