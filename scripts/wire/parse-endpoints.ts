import type { Endpoint, Shape } from '../../server/rest/wire/shape.ts';
import { parseType } from './parse-shapes.ts';

/** Reads the table of endpoints, one a line, columns named in its first. */
export function parseEndpoints(text: string): Endpoint[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)]?.trim() ?? '';
    const method = cell('method') as Endpoint['method'];
    const request = cell('request');
    const form = /^multipart\((.*)\)$/.exec(request)?.[1];
    const query = cell('query')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(method) || (method === 'DELETE' && request.startsWith('Body'));
    return {
      group: cell('group'),
      class: cell('class'),
      method,
      path: cell('path'),
      sdk: cell('sdk_method').replace(/^client\./, ''),
      summary: cell('meaning'),
      request: hasBody && form === undefined && request !== '' ? shapeOf(request) : null,
      form: form === undefined ? null : form.split(', '),
      query,
      answer: method === 'WS' ? 'unknown' : answerOf(cell('response')),
      success: Number(/^\d+/.exec(cell('success'))?.[0] ?? 200),
      deprecated: cell('deprecated') === 'deprecated',
    };
  });
}

function answerOf(text: string): Endpoint['answer'] {
  return text === 'bytes' || text === 'text' ? text : shapeOf(text);
}

/** Names of the library's own namespaces, as in `workspace.AuthConnectionsCreateResponse`, are left out. */
function shapeOf(text: string): Shape {
  return text === '' ? 'unknown' : parseType(text.replace(/\b[a-z]\w*\.(?=[A-Z])/g, ''));
}
