import { isMap, parseDocument } from 'yaml';

/** A workflow without steps: the empty canvas says how to go on, and nothing is in it that its author did not ask for. */
export const blank = (id: string, name: string): string => {
  const document = parseDocument('apiVersion: runbooks/v1\n');
  document.set('id', id);
  document.set('name', name);
  return document.toString();
};

/** The same workflow under another id and name; comments and order stay. */
export const renamed = (yaml: string, id: string, name: string): string => {
  const document = parseDocument(yaml);
  if (!isMap(document.contents)) throw new Error('A workflow is a mapping.');
  document.set('id', id);
  document.set('name', name);
  return document.toString({ lineWidth: 120 });
};

export type Upload = { id: string | undefined; name: string | undefined };

/** What an uploaded file calls itself; undefined where it is not YAML with members at all. */
export const uploaded = (text: string): Upload | undefined => {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const [id, name] = [document.get('id'), document.get('name')];
  return { id: typeof id === 'string' ? id : undefined, name: typeof name === 'string' ? name : undefined };
};
