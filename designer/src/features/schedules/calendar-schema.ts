import type { JsonSchema } from '@/schema-form/schema';

const date: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const moment: JsonSchema = { type: 'string', format: 'date-time' };

/** The form of a calendar; its words are texts of this page. */
export const calendarSchema: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    timeZone: { type: 'string', format: 'time-zone' },
    weekdays: {
      type: 'array',
      items: { type: 'string', enum: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] },
    },
    hours: {
      type: 'array',
      items: { type: 'object', properties: { from: { type: 'string' }, to: { type: 'string' } }, required: ['from', 'to'] },
    },
    holidays: {
      type: 'array',
      items: { type: 'object', properties: { date, name: { type: 'string' }, yearly: { type: 'boolean' } }, required: ['date'] },
    },
    workdays: { type: 'array', items: date },
    closed: {
      type: 'array',
      items: { type: 'object', properties: { from: moment, to: moment, name: { type: 'string' } }, required: ['from', 'to'] },
    },
  },
  required: ['timeZone'],
};

export const calendarMembers = Object.keys(calendarSchema.properties ?? {});
