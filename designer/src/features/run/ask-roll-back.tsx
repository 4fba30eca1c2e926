import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { CallProblem } from '@/problem/call-problem';
import { useCodes } from '@/problem/codes/use-codes';
import { useMessages } from '@/problem/messages/use-messages';
import { Ask } from './ask';

const manyTargets = 10;

type Props = { run: string; goes: boolean; nameOf: (path: string) => string; onClose: () => void };

/** What would be put back by name, and what cannot be and why, before it is. */
export const AskRollBack = ({ run, goes, nameOf, onClose }: Props) => {
  const { t } = useTranslation('run');
  const { words } = useCodes();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const preview = useQuery({ ...apiQuery('/api/v1/runs/{id}/roll-back', { params: { id: run } }), gcTime: 0, staleTime: 0 });
  const start = useMutation({
    mutationFn: () => api.post('/api/v1/runs/{id}/roll-back', { params: { id: run }, body: { reason: reason.trim() || null } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs/{id}') });
      onClose();
    },
  });
  const count = preview.data?.undoes.length ?? 0;
  const mustType = count > manyTargets;
  const refusal = preview.data?.refusal;
  const blocked = refusal
    ? (words(refusal.code)?.title ?? refusal.message)
    : !preview.data
      ? t('ask.rollBackReading')
      : mustType && typed.trim() !== String(count)
        ? t('ask.typeCount', { count })
        : undefined;
  return (
    <Ask
      title={t('ask.rollBackTitle')}
      go={t('ask.rollBackGo')}
      danger
      blocked={blocked}
      isPending={start.isPending}
      error={start.error}
      failed={t('ask.rollBackFailed')}
      onGo={() => start.mutate()}
      onClose={onClose}
    >
      <p>{t(goes ? 'ask.rollBackGoing' : 'ask.rollBackEffect')}</p>
      {preview.error && <CallProblem error={preview.error} what={t('ask.rollBackNotRead')} />}
      {preview.data && <Preview preview={preview.data} nameOf={nameOf} />}
      {mustType && (
        <Input
          className="ask-count"
          inputMode="numeric"
          aria-label={t('ask.typeCount', { count })}
          placeholder={String(count)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <Input
        aria-label={t('reasonOptional')}
        placeholder={t('reasonOptional')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Ask>
  );
};

const Preview = ({ preview, nameOf }: { preview: Schema<'RollBackPreview'>; nameOf: (path: string) => string }) => {
  const { t } = useTranslation('run');
  const read = useMessages();
  return (
    <>
      <ul className="ask-names" aria-label={t('ask.rollBackTargets')}>
        {preview.undoes.map((undo) => (
          <li key={`${undo.step} ${undo.id}`}>
            <strong>{undo.name}</strong> <span className="quiet">{nameOf(undo.step)}</span>
            <p className="ask-targets">{undo.summary ? read(undo.summary) : t('ask.rollBackLeft', { why: read(undo.leftAlone ?? '') })}</p>
          </li>
        ))}
      </ul>
      {preview.cannot.length > 0 && (
        <>
          <p>{t('ask.rollBackStays')}</p>
          <ul className="ask-names" aria-label={t('ask.rollBackStays')}>
            {preview.cannot.map((stays) => (
              <li key={stays.step}>
                {nameOf(stays.step)} <span className="quiet">{stays.targets.join(t('ask.and'))}</span>
                <p className="ask-targets">{read(stays.why)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};
