import { expect, test } from 'vitest';
import fixture from '@/schema-form/activities.fixture.json';
import { asSchema } from '@/schema-form/schema';
import texts from './text/en.json';

type Texts = { title: Record<string, string>; about: Record<string, string>; help: Record<string, Record<string, string>> };
const { title, about, help } = texts as Texts;

// The Chinese texts are translations of these: where the server says something else, they are outdated.
test.each(fixture.items.map((activity) => [activity.name, activity] as const))(
  '%s: what is translated is what the server says',
  (name, activity) => {
    const key = name.replaceAll('.', '_');
    expect(about[key]).toBe(activity.help.split('\n\n')[0]);
    for (const [field, schema] of Object.entries(asSchema(activity.inputSchema).properties ?? {})) {
      expect(title[field], field).toBe(schema.title);
      expect(help[key]?.[field], field).toBe(schema.description);
    }
  },
);
