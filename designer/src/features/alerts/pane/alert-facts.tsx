import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts } from '@/layout/beside';
import { useMessages } from '@/problem/messages/use-messages';
import type { Alert } from '../led';
import { Going, Severity } from '../marks';

/** What is known of the alert itself. */
export const AlertFacts = ({ alert }: { alert: Alert }) => {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const read = useMessages();
  const { finding } = alert;
  return (
    <section>
      <Facts
        facts={[
          [t('severity'), <Severity key="severity" alert={alert} />],
          [t('going'), <Going key="going" alert={alert} />],
          [t('value'), alert.value],
          [t('target'), finding && <Found key="target" finding={finding} />],
          [
            t('cause'),
            finding?.causedBy && (
              <span key="cause">
                {t('selfInflicted')}: <Link to={`/runs/${finding.causedBy}`}>{t('led.run', { run: finding.causedBy.slice(-6) })}</Link>
                {finding.causedByNote && <p className="pane-help">{read(finding.causedByNote)}</p>}
              </span>
            ),
          ],
          [
            t('source'),
            <Link key="source" to={`/triggers/sources?${new URLSearchParams({ open: alert.source })}`}>
              {alert.source}
            </Link>,
          ],
          [t('began'), <Time key="began" at={alert.startsAt} />],
          [t('ended'), alert.endsAt && <Time key="ended" at={alert.endsAt} />],
          [t('received'), <Time key="received" at={alert.receivedAt} />],
          [t('repeats'), alert.repeats > 0 ? format.number(alert.repeats) : null],
          [t('fingerprint'), <code key="fingerprint">{alert.fingerprint}</code>],
        ]}
      />
      {alert.link && (
        <p>
          <a href={alert.link} target="_blank" rel="noreferrer">
            {t('openAtSource', { source: alert.source })} <ExternalLink size={12} aria-hidden />
          </a>
        </p>
      )}
    </section>
  );
};

const Found = ({ finding }: { finding: Schema<'Finding'> }) => {
  const { t } = useTranslation('alerts');
  const read = useMessages();
  const { target } = finding;
  const address = target && new URLSearchParams({ ...(target.kind === 'host' ? { tab: 'hosts' } : {}), open: target.id });
  return (
    <>
      {target ? (
        <>
          <Link to={`/fleet?${address}`}>{target.name}</Link> <span className="row-note">{t(target.kind === 'host' ? 'host' : 'vm')}</span>
        </>
      ) : (
        t('notFound')
      )}
      <p className="pane-help">{read(finding.targetNote)}</p>
    </>
  );
};
