import type { SendFile } from './upload-queue';

const timeoutMs = 180_000;

/** Sends a file to the workspace's knowledge base. An XMLHttpRequest, because `fetch` does not tell how much has left. */
export function fileSender(workspace: string): SendFile {
  return ({ file, folderId }, onProgress, signal) =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      form.set('file', file, file.name);
      if (folderId !== null) form.set('folderId', folderId);
      const request = new XMLHttpRequest();
      request.open('POST', `/v1/parley/workspaces/${encodeURIComponent(workspace)}/knowledge/files`);
      request.setRequestHeader('x-parley-upload', '1');
      request.timeout = timeoutMs;
      request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
      request.upload.onload = () => onProgress(1);
      request.onload = () => {
        const answer = parse(request.responseText);
        if (request.status < 300 && typeof answer['id'] === 'string') resolve(answer['id']);
        else reject(new Error(messageIn(answer) ?? `HTTP ${request.status}`));
      };
      request.onerror = () => reject(new Error('unreachable'));
      request.ontimeout = () => reject(new Error('unreachable'));
      request.onabort = () => reject(new Error('cancelled'));
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(form);
    });
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function messageIn({ detail }: Record<string, unknown>): string | undefined {
  const one: unknown = Array.isArray(detail) ? detail[0] : detail;
  if (typeof one === 'string') return one;
  if (typeof one !== 'object' || one === null) return undefined;
  const { message, msg } = one as Record<string, unknown>;
  return typeof message === 'string' ? message : typeof msg === 'string' ? msg : undefined;
}
