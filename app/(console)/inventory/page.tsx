import type { Metadata } from "next";
import Link from "next/link";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { resourceFields } from "@/components/inventory/fields";
import { ImportForm } from "@/components/inventory/import-form";
import { WhyInventory } from "@/components/inventory/why";
import { PageHeader } from "@/components/layout/page-header";
import { Button, buttonStyle } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Input, Select } from "@/components/ui/field";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { InventoryResourceView, ListInventory } from "@/lib/contract/inventory";
import { isId } from "@/lib/core/id";
import { listEnvironments } from "@/lib/services/environment/list";
import { listInventory } from "@/lib/services/inventory/list";
import { requireOverseer } from "@/lib/web/session";
import { importText, register } from "./actions";

export const metadata: Metadata = { title: "Inventory" };

type Search = Record<string, string | string[] | undefined>;

/** Only what can filter; anything else in the URL is left out. */
function filterFrom(search: Search, environments: readonly string[]) {
  const one = (name: string) => {
    const value = search[name];
    const text = typeof value === "string" ? value.replace(/\p{C}/gu, "").trim() : "";
    return text === "" ? undefined : text.slice(0, 200);
  };
  const [text, cursor] = [one("text"), one("cursor")];
  const environment = environments.find((slug) => slug === search["environment"]);
  return {
    ...(text ? { text } : {}),
    ...(environment ? { environment } : {}),
    ...(isId("inv", cursor) ? { cursor } : {}),
  } satisfies ListInventory;
}

export default async function InventoryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireOverseer("/inventory");
  const mayChange = ctx.actor.role === "admin";
  const environments = (await listEnvironments(ctx)).map(({ slug }) => slug);
  const filter = filterFrom(await searchParams, environments);
  const { items, next_cursor } = await listInventory(ctx, filter);
  const now = ctx.now().toISOString();
  const isEmpty = items.length === 0 && Object.keys(filter).length === 0;
  return (
    <>
      <PageHeader
        title="Inventory"
        action={
          mayChange && (
            <div className="flex flex-wrap items-center gap-3">
              <ImportForm save={importText} />
              <CreateForm
                open="Register a resource"
                submit="Register"
                save={register}
                fields={resourceFields(environments)}
              />
            </div>
          )
        }
      >
        What operations may hit, where it really is, and which copies of it would be left.
      </PageHeader>
      {isEmpty ? (
        <WhyInventory />
      ) : (
        <>
          <form className="mb-4 grid gap-2 md:grid-cols-[minmax(0,1fr)_200px_auto]" role="search">
            <Input
              name="text"
              type="search"
              aria-label="Search"
              placeholder="Type, id, name or owner"
              defaultValue={filter.text}
            />
            <Select
              name="environment"
              aria-label="Environment"
              defaultValue={filter.environment ?? ""}
            >
              <option value="">Any environment</option>
              {environments.map((slug) => (
                <option key={slug}>{slug}</option>
              ))}
            </Select>
            <Button type="submit">Search</Button>
          </form>
          <Listing
            label="Resources"
            none="Nothing matches."
            items={items.map((resource) => ({
              id: resource.id,
              name: (
                <>
                  <Link href={`/inventory/${resource.id}`}>
                    <Untrusted text={resource.name ?? resource.pattern} />
                  </Link>
                  <Chip>{resource.environment}</Chip>
                  <Chip>{resource.criticality}</Chip>
                </>
              ),
              facts: (
                <>
                  <p>
                    <code>
                      <Untrusted text={`${resource.type}:${resource.pattern}`} />
                    </code>
                  </p>
                  <p>
                    {copies(resource)}
                    {resource.owner && (
                      <>
                        {" "}
                        · owned by <Untrusted text={resource.owner} />
                      </>
                    )}{" "}
                    · changed <Ago at={resource.updated_at} serverTime={now} />
                  </p>
                </>
              ),
            }))}
          />
        </>
      )}
      {next_cursor && (
        <p className="mt-4">
          <Link
            className={buttonStyle()}
            href={`/inventory?${new URLSearchParams({ ...filter, cursor: next_cursor })}`}
          >
            Older
          </Link>
        </p>
      )}
    </>
  );
}

function copies({ recovery_points: points }: InventoryResourceView): string {
  if (points.length === 0) return "No recovery point";
  const left = points.filter(({ survives }) => survives === "yes").length;
  return `${left} of ${points.length} recovery points would survive it`;
}
