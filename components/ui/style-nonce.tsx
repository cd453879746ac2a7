"use client";
import { setNonce } from "get-nonce";

/** What the dialog primitives put into a style element gets the page's nonce; the policy refuses it otherwise. */
export function StyleNonce({ nonce }: { nonce: string }) {
  setNonce(nonce);
  return null;
}
