import { isObject } from '@/json/pointer';

type Kind = 'added' | 'changed' | 'removed';

/** What differs between the triggers that two definitions carry, by their names. */
export const triggerChanges = (before: unknown, after: unknown): { name: string; kind: Kind }[] => {
  const [old, now] = [carried(before), carried(after)];
  return [
    ...[...now].filter(([key]) => !old.has(key)).map(([, one]) => ({ name: nameOf(one), kind: 'added' as const })),
    ...[...now]
      .filter(([key, one]) => old.has(key) && JSON.stringify(sorted(old.get(key))) !== JSON.stringify(sorted(one)))
      .map(([, one]) => ({ name: nameOf(one), kind: 'changed' as const })),
    ...[...old].filter(([key]) => !now.has(key)).map(([, one]) => ({ name: nameOf(one), kind: 'removed' as const })),
  ];
};

type Trigger = Record<string, unknown>;

const carried = (definition: unknown): Map<string, Trigger> => {
  const triggers = isObject(definition) && Array.isArray(definition.triggers) ? definition.triggers : [];
  return new Map((triggers as unknown[]).flatMap((one) => (isObject(one) ? [[String(one.id ?? one.name), one as Trigger]] : [])));
};

const nameOf = (trigger: Trigger): string => String(trigger.name ?? trigger.id);

/** The order of members means nothing. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, inside]) => [key, sorted(inside)]),
  );
};
