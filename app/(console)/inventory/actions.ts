"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import type { ActionResult } from "@/lib/contract/action";
import { IMPORT_BYTES_MAX, type RegisterResource } from "@/lib/contract/inventory";
import { CRITICALITIES, momentFrom } from "@/lib/core/inventory";
import { addRecoveryPoint } from "@/lib/services/inventory/add-recovery-point";
import { importInventoryText } from "@/lib/services/inventory/import-text";
import { registerResource } from "@/lib/services/inventory/register";
import { removeResource } from "@/lib/services/inventory/remove";
import { removeRecoveryPoint } from "@/lib/services/inventory/remove-recovery-point";
import { updateResource } from "@/lib/services/inventory/update";
import { action } from "@/lib/web/action";

const ResourceForm = z.object({
  type: z.string(),
  pattern: z.string(),
  environment: z.string(),
  name: z.string(),
  criticality: z.enum(CRITICALITIES),
  stateful: z.enum(["", "yes", "no"]),
  owner: z.string(),
  dependents: z.string(),
});
const TRUTH = { "": null, yes: true, no: false } as const;

/** A form has no null: what is left blank isn't known. */
const said = (text: string) => text.trim() || null;

const given = (form: z.infer<typeof ResourceForm>): RegisterResource => ({
  type: form.type.trim(),
  pattern: form.pattern,
  environment: form.environment,
  name: said(form.name),
  criticality: form.criticality,
  stateful: TRUTH[form.stateful],
  owner: said(form.owner),
  dependents: form.dependents.split(/[\s,]+/).filter(Boolean),
});

export const register = action(ResourceForm, async (ctx, form): Promise<Done> => {
  const { created, resource } = await registerResource(ctx, given(form));
  return {
    said: created
      ? `${resource.pattern} is registered. Add its recovery points next.`
      : `${resource.pattern} was registered before, and is now as you entered it.`,
  };
});

const updateOne = action(
  ResourceForm.extend({ id: z.string() }),
  async (ctx, { id, ...form }): Promise<Done> => {
    const { pattern } = await updateResource(ctx, { id, ...given(form) });
    return { said: `${pattern} is changed.` };
  },
);

/** The id is bound by the page, the rest comes from the form; both are judged like any input. */
export async function update(id: string, form: object): Promise<ActionResult<Done>> {
  return updateOne({ ...form, id } as never);
}

export const remove = action(z.object({ id: z.string() }), removeResource);

export const importText = action(
  z.object({ text: z.string().max(IMPORT_BYTES_MAX) }),
  async (ctx, input): Promise<Done> => {
    const { created, replaced, recovery_points } = await importInventoryText(ctx, input);
    const points = `${recovery_points} recovery ${recovery_points === 1 ? "point" : "points"}`;
    return { said: `Imported: ${created} new, ${replaced} replaced, ${points}.` };
  },
);

const PointForm = z.object({
  resource: z.string(),
  name: z.string(),
  failure_domain: z.string(),
  taken_at: z.string(),
  deletable_by: z.string(),
  last_tested_restore: z.string(),
});

const addOne = action(PointForm, async (ctx, form): Promise<Done> => {
  const moment = (text: string) => said(momentFrom(text.trim()));
  await addRecoveryPoint(ctx, {
    resource: form.resource,
    name: form.name,
    failure_domain: said(form.failure_domain),
    taken_at: moment(form.taken_at),
    deletable_by: said(form.deletable_by),
    last_tested_restore: moment(form.last_tested_restore),
  });
  return { said: `${form.name} is registered.` };
});

export async function addPoint(resource: string, form: object): Promise<ActionResult<Done>> {
  return addOne({ ...form, resource } as never);
}

export const removePoint = action(
  z.object({ resource: z.string(), id: z.string() }),
  removeRecoveryPoint,
);
