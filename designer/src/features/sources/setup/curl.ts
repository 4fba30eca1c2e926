import { lines, type Setup, secretIn, word } from './setup';

/** Sends a body by a shell, with the proof that the source asks for. */
export const curl = (setup: Setup, body: string, mediaType = 'application/json'): string => {
  const { authentication, url } = setup;
  const secret = secretIn(setup);
  const { timestampHeader, signatureHeader } = authentication;
  const isSigned = authentication.type === 'hmac';
  const proof = {
    bearer: `-H ${word(`Authorization: Bearer ${secret}`)}`,
    basic: `-u ${word(`${authentication.userName ?? ''}:${secret}`)}`,
    hmac: `-H "${signatureHeader ?? 'X-Hub-Signature-256'}: sha256=$signature"${timestampHeader ? ` -H "${timestampHeader}: $time"` : ''}`,
    mtls: '--cert client.pem --key client.key',
    sns: '',
    none: '',
  }[authentication.type];
  return lines(
    `body=${word(body)}`,
    isSigned && timestampHeader ? 'time=$(date +%s)' : undefined,
    isSigned
      ? `signature=$(printf '%s' ${timestampHeader ? '"$time:$body"' : '"$body"'} | openssl dgst -sha256 -hmac ${word(secret)} -r | cut -d' ' -f1)`
      : undefined,
    [`curl -sS ${word(url)}`, `-H 'Content-Type: ${mediaType}'`, ...(proof ? [proof] : []), '--data-raw "$body"'].join(' \\\n  '),
  );
};
