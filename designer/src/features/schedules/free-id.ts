import type { Json } from '@/json/pointer';

/** An id for something that is named: a slug of the name that is not taken yet. */
export const freeId = (name: Json | undefined, taken: readonly string[]): string => {
  const written = typeof name === 'string' ? name.toLowerCase() : '';
  const slug =
    written
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[-._]+|[-._]+$/g, '')
      .slice(0, 50) || 'calendar';
  for (let number = 1; ; number++) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.includes(id)) return id;
  }
};
