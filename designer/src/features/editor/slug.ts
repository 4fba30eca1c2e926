const form = /^(?=.{1,100}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether a workflow may have this id; `new` is the address of one that has none yet. */
export const isWorkflowId = (id: string): boolean => form.test(id) && id !== 'new';

/** An id for a name: "Power off idle VMs" becomes `power-off-idle-vms`; empty where the name has no Latin letters. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 100)
    .replace(/-+$/, '');
