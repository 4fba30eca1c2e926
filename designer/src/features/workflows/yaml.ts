import { api } from '@/api/client';

/** The draft of a workflow as it was written. */
export const readYaml = async (id: string): Promise<string> =>
  // By the header the answer is a text, which the description of the API cannot say.
  (await api.get('/api/v1/workflows/{id}', { params: { id }, headers: { Accept: 'application/yaml' } })) as unknown as string;
