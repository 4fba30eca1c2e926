import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/api/problem';
import { useCodes, type Words } from './codes/use-codes';
import { ProblemCard } from './problem-card';
import type { Trouble } from './trouble';

/** The problem of a call. `what` says what did not work and what state things are in now: "The runs could not be read." */
export const CallProblem = ({ error, what, retry }: { error: unknown; what: string; retry?: () => unknown }) => {
  const { t } = useTranslation('problem');
  const actions = retry && (
    <Button type="primary" onClick={() => retry()}>
      {t('retry')}
    </Button>
  );
  const { words, foreign } = useCodes();
  const told = foreign && error instanceof ApiProblem ? words(error.code) : undefined;
  return <ProblemCard trouble={troubleOf(error, what, t('unreachable'), t('unreachableNext'), told)} actions={actions} />;
};

const troubleOf = (error: unknown, title: string, unreachable: string, next: string, words: Words | undefined): Trouble => {
  if (!(error instanceof ApiProblem))
    return { title, detail: error instanceof Error ? error.message : String(error), code: 'designer.error' };
  if (error.status === 0) return { title, detail: unreachable, next, code: error.code };
  if (words) return { title, detail: words.title, original: error.detail, next: words.next, errors: error.errors, code: error.code };
  return { title, detail: error.detail, errors: error.errors, code: error.code };
};
