import { useTranslation } from 'react-i18next';

/** A platform as its makers call it: `vsphere` is VMware vSphere. One that this page does not know keeps its id. */
export const usePlatformName = () => {
  const { t, i18n } = useTranslation('marks');
  return (platform: string): string =>
    i18n.exists(`marks:platform.${platform}`) ? t(`platform.${platform}` as 'platform.simulator') : platform;
};
