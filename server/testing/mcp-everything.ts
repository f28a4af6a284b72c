import { spawn } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../../scripts/house/free-port';

export interface McpEverything {
  /** Where the server listens, path included. */
  readonly url: string;
  close(): Promise<void>;
}

const paths = { sse: '/sse', streamableHttp: '/mcp' } as const;
const script = path.resolve(import.meta.dirname, '../../node_modules/@modelcontextprotocol/server-everything/dist/index.js');

/** The protocol's own reference server, in a process of its own. */
export async function startMcpEverything(transport: keyof typeof paths): Promise<McpEverything> {
  const port = await freePort();
  const child = spawn(process.execPath, [script, transport], { env: { NODE_ENV: 'test', PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (/running on port|listening on port/i.test(said)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the MCP server ended with ${code}: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}${paths[transport]}`,
    async close() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
