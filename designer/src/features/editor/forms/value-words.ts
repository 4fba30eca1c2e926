import { isObject } from '@/json/pointer';

/** A value in one line: objects by their names, long lists by their first few. */
export const valueWords = (value: unknown, more: (count: number) => string): string => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const first = value.slice(0, 4).map((one) => wordOf(one));
    return value.length > 4 ? `${first.join(', ')} ${more(value.length - 4)}` : first.join(', ');
  }
  return typeof value === 'string' ? (value === '' ? "''" : short(value)) : wordOf(value);
};

const wordOf = (value: unknown): string => {
  if (isObject(value) && typeof value.name === 'string') return value.name;
  return short(typeof value === 'string' ? value : JSON.stringify(value));
};

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
