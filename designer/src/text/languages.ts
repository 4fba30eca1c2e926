export type Language = 'en' | 'zh';

/** The language of the browser, as far as there are texts in it. */
export const browserLanguage = (preferred: readonly string[] = navigator.languages): Language =>
  preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is Language => tag === 'en' || tag === 'zh') ?? 'en';
