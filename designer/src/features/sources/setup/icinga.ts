import { lines, quoted, type Setup, secretIn } from './setup';

/** Commands of Icinga 2 that send a state with curl, one for hosts and one for services. */
export const icinga = (setup: Setup): string =>
  lines(command(setup, 'runbooks-host', hostBody), command(setup, 'runbooks-service', serviceBody).trimEnd());

/** For which hosts and services they are used. */
export const icingaRules = (): string =>
  lines(
    'object User "runbooks" {',
    '}',
    '',
    'apply Notification "runbooks" to Host {',
    '  command = "runbooks-host"',
    '  users = [ "runbooks" ]',
    '  types = [ Problem, Recovery ]',
    '  states = [ Up, Down ]',
    '  assign where host.name',
    '}',
    '',
    'apply Notification "runbooks" to Service {',
    '  command = "runbooks-service"',
    '  users = [ "runbooks" ]',
    '  types = [ Problem, Recovery ]',
    '  states = [ OK, Warning, Critical, Unknown ]',
    '  assign where service.name',
    '}',
  );

const hostBody = [
  ['host', '$host.name$'],
  ['address', '$host.address$'],
  ['state', '$host.state$'],
  ['state_type', '$host.state_type$'],
  ['output', '$host.output$'],
  ['timestamp', '$host.last_hard_state_change$'],
  ['notification_type', '$notification.type$'],
] as const;

const serviceBody = [
  ['host', '$host.name$'],
  ['address', '$host.address$'],
  ['service', '$service.name$'],
  ['state', '$service.state$'],
  ['state_type', '$service.state_type$'],
  ['output', '$service.output$'],
  ['timestamp', '$service.last_hard_state_change$'],
  ['notification_type', '$notification.type$'],
] as const;

const command = (setup: Setup, name: string, body: readonly (readonly [string, string])[]): string =>
  lines(
    `object NotificationCommand ${quoted(name)} {`,
    `  command = [ ${['/usr/bin/curl', '-sS', '--fail', '--retry', '5', '--max-time', '10', ...proof(setup), setup.url].map(quoted).join(', ')} ]`,
    '  arguments = {',
    '    "--data-raw" = {{',
    '      Json.encode({',
    ...body.map(([member, macro]) => `        ${member} = macro(${quoted(macro)})`),
    '      })',
    '    }}',
    '  }',
    '}',
  );

const proof = (setup: Setup): string[] => {
  const { type, userName } = setup.authentication;
  const json = ['-H', 'Content-Type: application/json'];
  if (type === 'bearer') return [...json, '-H', `Authorization: Bearer ${secretIn(setup)}`];
  if (type === 'basic') return [...json, '-u', `${userName}:${secretIn(setup)}`];
  return type === 'mtls' ? [...json, '--cert', '/etc/icinga2/client.pem', '--key', '/etc/icinga2/client.key'] : json;
};
