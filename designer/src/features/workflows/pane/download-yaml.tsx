import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '@/problem/call-problem';
import { readYaml } from '../yaml';

/** The draft as a file, with its comments. */
export const DownloadYaml = ({ id }: { id: string }) => {
  const { t } = useTranslation('workflows');
  const download = useMutation({
    mutationFn: () => readYaml(id),
    onSuccess: (text) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
      link.download = `${id}.yaml`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <>
      <Button loading={download.isPending} onClick={() => download.mutate()}>
        {t('download')}
      </Button>
      {download.error && <CallProblem error={download.error} what={t('downloadFailed')} />}
    </>
  );
};
