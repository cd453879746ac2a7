import type { Metadata } from "next";
import { Returned } from "@/components/sign-in/returned";
import { Card } from "@/components/ui/card";
import { finishAtProvider } from "../actions";

export const metadata: Metadata = { title: "Signing in" };

/** Where the provider sends the browser back to. Opening it changes nothing; what it does next does. */
export default function ReturnPage() {
  return (
    <>
      <h1>Signing in</h1>
      <Card label="Signing in">
        <Returned finish={finishAtProvider} />
      </Card>
    </>
  );
}
