// Makes src/api/schema.ts from the server's API description, when that has changed. The result is not committed, so that a changed API
// fails the type check of whatever relied on it, at once and with nobody having to remember a command.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = fileURLToPath(new URL('../../../server/openapi.json', import.meta.url));
const target = fileURLToPath(new URL('../../src/api/schema.ts', import.meta.url));
const text = readFileSync(source);
const mark = `// From server/openapi.json, ${createHash('sha256').update(text).digest('hex')}\n`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(mark)) {
  if (!existsSync(`${here}node_modules`)) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
  const { default: openapi, astToString } = await import('openapi-typescript');
  const tree = await openapi(JSON.parse(text.toString('utf8')), { alphabetize: true, rootTypes: false });
  writeFileSync(target, mark + astToString(tree));
}
