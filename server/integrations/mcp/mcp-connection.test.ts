import { expect, it } from 'vitest';
import { z } from 'zod';
import { connectionFailure } from './mcp-connection';

it('says that another kind of server answered, not what a schema found amiss in the answer', () => {
  const { error } = z.object({ jsonrpc: z.literal('2.0') }).safeParse({ ok: true });
  for (const cause of [error, new Error('bad answer', { cause: error }), new SyntaxError('Unexpected token <')]) {
    expect(connectionFailure(cause).publicMessage).toBe('The MCP server could not be used: its answer is not MCP. Is this the address of its MCP endpoint?');
  }
  expect(connectionFailure(new Error('connect ECONNREFUSED')).publicMessage).toBe('The MCP server could not be used: connect ECONNREFUSED');
});
