import type { WorkspaceScope } from '../../auth/scope';
import { type UsageLine, type UsageUnit, usageUnits } from '../../contracts/analytics';
import type { UnitPrice } from '../../contracts/usage-amounts';
import { listPriceOf } from '../language-models/estimate-prices';
import { noteChange } from '../audit-log/note-change';

export interface PriceInput {
  readonly capability: string;
  readonly producedBy: string;
  readonly unit: UsageUnit;
  /** US dollars for the priced amount; null: what the workspace said is forgotten. */
  readonly usd: number | null;
}

/** Says what the workspace pays; costs of the past are told by it too. */
export async function setPrice(scope: WorkspaceScope, { usd, ...of }: PriceInput): Promise<void> {
  scope.may('workspace:write');
  await scope.db.$transaction(async (db) => {
    const where = { workspaceId: scope.workspaceId, ...of };
    const before = await db.usagePrice.findFirst({ where, select: { usd: true } });
    if (usd === null) {
      await db.usagePrice.deleteMany({ where });
    } else {
      await db.usagePrice.upsert({
        where: { workspaceId_capability_producedBy_unit: where },
        create: { ...where, usd },
        update: { usd },
      });
    }
    await noteChange(db, scope, {
      action: 'usage-price.changed',
      targetKind: 'usage-price',
      targetId: `${of.producedBy} ${of.unit}`,
      before: { usd: before?.usd ?? null },
      after: { usd },
    });
  });
}

export type PriceOf = (capability: string, producedBy: string, unit: UsageUnit) => Pick<UsageLine, 'price' | 'priceFrom'>;

/** What things cost: by the workspace's own word, nothing on this machine, a list price that is known, or unknown. */
export async function pricesOf(scope: WorkspaceScope): Promise<PriceOf> {
  const own = new Map((await scope.db.usagePrice.findMany()).map((row) => [`${row.capability} ${row.producedBy} ${row.unit}`, row.usd]));
  return (capability, producedBy, unit) => {
    const said = own.get(`${capability} ${producedBy} ${unit}`);
    if (said !== undefined) return { price: said, priceFrom: 'workspace' };
    if (isLocal(producedBy)) return { price: 0, priceFrom: 'local' };
    const listed = capability === 'language-model' ? listedPrice(modelOf(producedBy), unit) : undefined;
    return listed === undefined ? { price: null, priceFrom: null } : { price: listed, priceFrom: 'list' };
  };
}

/** The prices of everything that these providers can be used for. */
export async function pricesFor(
  scope: WorkspaceScope,
  uses: readonly { readonly capability: string; readonly producedBy: string }[],
): Promise<readonly UnitPrice[]> {
  scope.may('conversations:read');
  const priceOf = await pricesOf(scope);
  return uses.flatMap((use) => usageUnits.map((unit) => ({ ...use, unit, usd: priceOf(use.capability, use.producedBy, unit).price })));
}

/** Runs on this machine, so nobody sends a bill. */
function isLocal(producedBy: string): boolean {
  return /^(embedded|scripted)(:|$)/.test(producedBy);
}

/** Of `openai:gpt-4o-mini` the model. */
function modelOf(producedBy: string): string {
  return producedBy.slice(producedBy.indexOf(':') + 1);
}

/** What was read from a vendor's cache is listed at the full price where no other is known. */
function listedPrice(model: string, unit: UsageUnit): number | undefined {
  const price = listPriceOf(model);
  if (price === undefined) return undefined;
  return unit === 'output-tokens' ? price.output : price.input;
}
