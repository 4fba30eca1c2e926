const signInPage = '/signed-out';

/** Goes to the sign-in page and remembers the place, so that it is there again afterwards. Not within the router, because it must work
 * from wherever a call is made. */
export const signInAgain = (): void => {
  if (location.pathname === signInPage) return;
  location.replace(`${signInPage}?from=${encodeURIComponent(location.pathname + location.search)}`);
};
