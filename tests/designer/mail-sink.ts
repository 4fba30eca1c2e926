import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export type Mail = { to: string[]; subject: string; text: string };

/** A mail server that takes everything and keeps it: as much of SMTP as a sender needs. */
export class MailSink {
  readonly mails: Mail[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailSink> {
    const server = createServer();
    const sink = new MailSink(server);
    server.on('connection', (socket) => sink.converse(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  /** What the server is told of it. */
  get settings(): Record<string, string> {
    return {
      Runbooks__Smtp__Host: '127.0.0.1',
      Runbooks__Smtp__Port: String((this.server.address() as AddressInfo).port),
      Runbooks__Smtp__From: 'runbooks@example.org',
      Runbooks__Smtp__Tls: 'None',
    };
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private converse(socket: Socket): void {
    let unread = '';
    let to: string[] = [];
    let isData = false;
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const answer = (line: string): void => {
      if (/^RCPT TO:/i.test(line)) to.push(/<(.*?)>/.exec(line)?.[1] ?? line);
      isData = /^DATA$/i.test(line);
      say(isData ? '354 Go on' : /^QUIT$/i.test(line) ? '221 Bye' : '250 OK');
      if (/^QUIT$/i.test(line)) socket.end();
    };
    const end = (lines: string): void => {
      this.mails.push(read(lines, to));
      to = [];
      isData = false;
      say('250 Taken');
    };
    socket.setEncoding('utf8');
    // A sender that leaves without a goodbye is no failure of the test.
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: string) => {
      unread += data;
      for (;;) {
        const mark = isData ? '\r\n.\r\n' : '\r\n';
        const at = unread.indexOf(mark);
        if (at < 0) return;
        const line = unread.slice(0, at);
        unread = unread.slice(at + mark.length);
        if (isData) end(line);
        else answer(line);
      }
    });
    say('220 sink');
  }
}

const read = (message: string, to: string[]): Mail => {
  const cut = message.indexOf('\r\n\r\n');
  const [head, body] = [message.slice(0, cut).replace(/\r\n[ \t]+/g, ' '), message.slice(cut + 4)];
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  const encoding = field('Content-Transfer-Encoding').toLowerCase();
  return { to, subject: field('Subject'), text: encoding === 'base64' ? Buffer.from(body, 'base64').toString() : unquoted(body, encoding) };
};

const unquoted = (body: string, encoding: string): string =>
  encoding === 'quoted-printable'
    ? body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : body;
