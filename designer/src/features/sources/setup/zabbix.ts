import script from '../../../../../server/Alerts/Zabbix/runbooks-media-type.js?raw';
import { indented, lines, quoted, type Setup, secretIn } from './setup';

/** What Zabbix fills in; the server reads these names. A macro without a value stays as it is written, which counts as nothing. */
const macros = {
  event_id: '{EVENT.ID}',
  event_value: '{EVENT.VALUE}',
  event_update_status: '{EVENT.UPDATE.STATUS}',
  event_name: '{EVENT.NAME}',
  severity: '{EVENT.SEVERITY}',
  nseverity: '{EVENT.NSEVERITY}',
  event_date: '{EVENT.DATE}',
  event_time: '{EVENT.TIME}',
  recovery_date: '{EVENT.RECOVERY.DATE}',
  recovery_time: '{EVENT.RECOVERY.TIME}',
  event_tags: '{EVENT.TAGSJSON}',
  host: '{HOST.HOST}',
  hostid: '{HOST.ID}',
  host_name: '{HOST.NAME}',
  host_ip: '{HOST.IP}',
  host_dns: '{HOST.DNS}',
  trigger_id: '{TRIGGER.ID}',
  item_key: '{ITEM.KEY}',
  item_value: '{ITEM.VALUE}',
  opdata: '{EVENT.OPDATA}',
  alert_subject: '{ALERT.SUBJECT}',
  alert_message: '{ALERT.MESSAGE}',
  link: '{$ZABBIX.URL}/tr_events.php?triggerid={TRIGGER.ID}&eventid={EVENT.ID}',
};

/** A media type with the server's own script, as Zabbix 6.0 and later import it. */
export const zabbix = (setup: Setup): string => {
  const parameters = {
    url: setup.url,
    token: secretIn(setup),
    ...macros,
  };
  return lines(
    'zabbix_export:',
    "  version: '6.0'",
    "  date: '2026-01-01T00:00:00Z'",
    '  media_types:',
    '    - name: Runbooks',
    '      type: WEBHOOK',
    '      parameters:',
    ...Object.entries(parameters).flatMap(([name, value]) => [`        - name: ${name}`, `          value: ${quoted(value)}`]),
    "      attempts: '100'",
    '      attempt_interval: 30s',
    '      timeout: 10s',
    "      process_tags: 'YES'",
    '      script: |',
    indented(8, script),
    '      message_templates:',
    ...template('PROBLEM', 'Problem: {EVENT.NAME}'),
    ...template('RECOVERY', 'Resolved: {EVENT.NAME}'),
    // Without one, Zabbix fails what an action's update operations send: a changed severity would never arrive.
    ...template('UPDATE', 'Updated: {EVENT.NAME}'),
  );
};

const template = (mode: string, subject: string): string[] => [
  '        - event_source: TRIGGERS',
  `          operation_mode: ${mode}`,
  `          subject: ${quoted(subject)}`,
  `          message: ${quoted('{EVENT.OPDATA}')}`,
];
