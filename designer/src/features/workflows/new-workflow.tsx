import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { Upload } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { apiKey, apiQuery } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { Labelled } from '@/layout/labelled';
import { CallProblem } from '@/problem/call-problem';
import { useSaid } from '@/shipped/use-said';
import { blank, renamed, uploaded } from './documents';
import { idOf } from './ids';
import { readYaml } from './yaml';

type File = { name: string; text: string };

/** A new workflow: its name, and what it begins from: nothing, a shipped one, another of this server, or a file. */
export const NewWorkflow = ({ from, onClose }: { from: string | undefined; onClose: () => void }) => {
  const { t } = useTranslation('workflows');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const library = useQuery({ ...apiQuery('/api/v1/library', {}), staleTime: Number.POSITIVE_INFINITY }).data?.items ?? [];
  const known = useQuery(apiQuery('/api/v1/workflows', { query: { limit: 500 } })).data?.items ?? [];
  const said = useSaid();
  const [base, setBase] = useState(from ?? '');
  const [file, setFile] = useState<File>();
  const [name, setName] = useState<string>();
  const [ownId, setOwnId] = useState<string>();
  const origin = known.find(({ id }) => id === base);
  const begins = file ? (uploaded(file.text)?.name ?? '') : base !== '' ? t('new.copyOf', { name: said(origin?.name) ?? base }) : '';
  const title = name ?? begins;
  const taken = new Set(known.map(({ id }) => id));
  const fileId = file && uploaded(file.text)?.id;
  const id = ownId ?? (fileId && name === undefined ? fileId : idOf(title, taken));
  const make = useMutation({
    mutationFn: async () => {
      const text = file ? file.text : await textOf(base, library, taken);
      const yaml = text === undefined ? blank(id, title.trim()) : renamed(text, id, title.trim());
      // Never over one that is there.
      await api.put('/api/v1/workflows/{id}', { params: { id }, body: yaml, headers: { 'If-None-Match': '*' } });
      return id;
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows') });
      navigate(`/workflows/${made}`);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  const idProblem = taken.has(id) ? t('new.taken', { id }) : undefined;
  return (
    <Pane name="workflow" title={t('new.title')} onClose={onClose}>
      <form className="pane-form" onSubmit={submit}>
        <Labelled label={t('new.from')}>
          <Select
            value={file ? 'file' : base}
            onChange={(value) => {
              setFile(undefined);
              setBase(value);
            }}
            options={[
              ...(file ? [{ value: 'file', label: file.name }] : []),
              { value: '', label: t('new.blank') },
              ...(origin && !library.some((one) => one.id === base) ? [{ value: base, label: origin.name ?? base }] : []),
              ...(library.length > 0
                ? [
                    {
                      label: t('new.shipped'),
                      options: library.map((one) => ({ value: one.id, label: said(one.name) ?? one.id })),
                    },
                  ]
                : []),
            ]}
          />
        </Labelled>
        <FileChoice
          onChosen={(chosen) => {
            setFile(chosen);
            setName(undefined);
            setOwnId(undefined);
            make.reset();
          }}
        />
        <Labelled label={t('name')}>
          <Input autoFocus required value={title} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Labelled>
        <Labelled label={t('id')} help={t('new.idHelp')} {...(idProblem === undefined || title === '' ? {} : { problem: idProblem })}>
          <Input className="workflows-id" value={id} onChange={(event) => setOwnId(event.target.value)} />
        </Labelled>
        {make.error && <CallProblem error={make.error} what={t('new.failed')} />}
        <div className="pane-actions">
          <Button type="primary" htmlType="submit" disabled={title.trim() === '' || idProblem !== undefined} loading={make.isPending}>
            {t('new.make')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
        <p className="pane-help">{t('new.means')}</p>
      </form>
    </Pane>
  );
};

/** What the new one begins from; undefined: nothing. One of this server is taken as it is here, changed or not. */
const textOf = async (
  base: string,
  library: readonly { id: string; yaml: string }[],
  here: ReadonlySet<string>,
): Promise<string | undefined> => {
  if (base === '') return undefined;
  const asShipped = library.find(({ id }) => id === base);
  return asShipped && !here.has(base) ? asShipped.yaml : readYaml(base);
};

const FileChoice = ({ onChosen }: { onChosen: (file: File) => void }) => {
  const { t } = useTranslation('workflows');
  const field = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (!file) return;
    const text = await file.text();
    const isWorkflow = uploaded(text) !== undefined;
    setWrong(!isWorkflow);
    if (isWorkflow) onChosen({ name: file.name, text });
  };
  return (
    <div>
      <input ref={field} type="file" accept=".yaml,.yml,.json" hidden aria-label={t('new.file')} onChange={read} />
      <Button icon={<Upload size={14} />} onClick={() => field.current?.click()}>
        {t('new.file')}
      </Button>
      {isWrong && (
        <p className="labelled-problem" role="alert">
          {t('new.notAWorkflow')}
        </p>
      )}
    </div>
  );
};
