/** One message of a stream of server-sent events; `id` is null where it has none of its own. */
export type SseMessage = { id: string | null; event: string; data: string };

/** Takes the stream's text in whatever pieces it comes, and gives the messages that are complete. Comments are only signs of life. */
export const makeSseParser = () => {
  let rest = '';
  let id: string | null = null;
  let event = '';
  let data: string[] = [];

  const line = (text: string): SseMessage | undefined => {
    if (text === '') {
      const message = data.length > 0 ? { id, event: event || 'message', data: data.join('\n') } : undefined;
      [id, event, data] = [null, '', []];
      return message;
    }
    const colon = text.indexOf(':');
    const [field, value] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1).replace(/^ /, '')];
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
    return undefined;
  };

  return (piece: string): SseMessage[] => {
    // A lone CR at the end may be half of a CRLF.
    const text = rest + piece;
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(end);
    return lines.map(line).filter((message) => message !== undefined);
  };
};
