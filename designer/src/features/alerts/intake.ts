import type { Schema } from '@/api/operations';

type Source = Schema<'AlertSourceAnswer'>;

/** Midnight, on the user's clock. */
export const startOfDay = (now: Date): string => new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();

/** Sources of which something was turned away since then, the last one first. */
export const refusedSince = (sources: readonly Source[], since: string): Source[] =>
  sources
    .filter(({ status }) => status.lastRefusedAt && Date.parse(status.lastRefusedAt) >= Date.parse(since))
    .toSorted((one, other) => Date.parse(other.status.lastRefusedAt ?? '') - Date.parse(one.status.lastRefusedAt ?? ''));

/** The source that was heard last. */
export const lastHeard = (sources: readonly Source[]): { name: string; at: string } | undefined =>
  sources
    .flatMap(({ name, status }) => (status.lastAlertAt ? [{ name, at: status.lastAlertAt }] : []))
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
