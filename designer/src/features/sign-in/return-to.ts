/** The page to go to after signing in: where the user was, if that is a page of ours. A link must not lead elsewhere. */
export const placeToReturnTo = (from: string | null, origin: string): string => {
  if (from === null || !from.startsWith('/')) return '/';
  const place = URL.canParse(from, origin) ? new URL(from, origin) : undefined;
  if (place === undefined || place.origin !== origin || place.pathname === '/signed-out') return '/';
  return place.pathname + place.search + place.hash;
};
