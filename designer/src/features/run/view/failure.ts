/** A failure's message in its parts, as the activities write it: what happened. platform: `its own text` Next: what to do. A message
 * that is not written so is all "what happened". */
export type FailureParts = { what: string; said?: { by: string; text: string }; next?: string };

export const failureParts = (message: string): FailureParts => {
  const said = /(?:^|\s)(\S+): `([^`]*)`/.exec(message);
  const next = /(?:^|\s)Next: ([\s\S]+)$/.exec(message);
  const ends = [said?.index, next?.index].filter((index) => index !== undefined);
  return {
    what: message.slice(0, Math.min(message.length, ...ends)).trim() || message,
    said: said ? { by: said[1] ?? '', text: said[2] ?? '' } : undefined,
    next: next?.[1]?.trim(),
  };
};

/** For one line of a table: the cause in the platform's own words where there are such; else in `words`, where the server's are foreign. */
export const shortly = (message: string, words?: string): string => {
  const { what, said } = failureParts(message);
  return said?.text ?? words ?? what;
};
