import { useTranslation } from 'react-i18next';

/** Settings that few need; the form shows them on demand. */
const rare: Record<string, readonly string[]> = {
  ec2: ['serviceUrl', 'metricsServiceUrl'],
  libvirt: ['migrationAddress', 'fullCopies', 'backupPool', 'unsafeMigration'],
  openstack: ['userDomain', 'projectDomain', 'allProjects', 'snapshots', 'defaultFlavor', 'defaultNetwork', 'interface', 'authorities'],
  vsphere: ['verifyCertificate', 'authorities'],
  simulator: [
    'clusters',
    'seed',
    'world',
    'stateFile',
    'deafGuests',
    'silentGuests',
    'balancedClusters',
    'remembersKeys',
    'lacks',
    'faults',
  ],
};

const isText = (value: unknown): value is { title?: string; description?: string } => typeof value === 'object' && value !== null;

/** The words of a platform and of its settings in the language that is shown; what has none keeps the schema's. */
export const usePlatformTexts = (platform: string) => {
  const { i18n } = useTranslation('connections');
  const find = (key: string): unknown => i18n.getResource(i18n.language, 'connections', key);
  const of = (name: string): { title?: string; description?: string } => {
    const text = find(`setting.${platform}.${name}`);
    return isText(text) ? text : {};
  };
  const means = find(`platformMeans.${platform}`);
  return { of, isRare: (name: string) => rare[platform]?.includes(name) ?? false, means: typeof means === 'string' ? means : undefined };
};
