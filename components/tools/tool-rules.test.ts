import { describe, expect, it } from 'vitest';
import { toolConfigSchema } from '@/server/contracts/tool-config';
import { textOfConfig } from './config-text';
import { keptTool, readConfigText } from './tool-rules';

const tool = toolConfigSchema.parse({ type: 'webhook', name: 'order_status', apiSchema: { url: 'https://example.com/orders', ownMember: 1 }, ours: true });

describe('a tool as text', () => {
  it('is the same tool when it is read again, with members the form does not know', () => {
    expect(readConfigText(textOfConfig(tool), 'webhook')).toEqual({ config: tool });
  });

  it('says where it is wrong', () => {
    const wrong = textOfConfig(tool).replace('https://example.com', 'ftp://example.com');
    expect(readConfigText(wrong, 'webhook')).toMatchObject({ problems: [{ path: 'apiSchema.url' }] });
    expect(readConfigText('{', 'webhook')).toMatchObject({ problems: [{ path: '' }] });
  });

  it('stays of its kind', () => {
    expect(readConfigText(textOfConfig(tool), 'client')).toMatchObject({ problems: [{ path: 'type' }] });
  });
});

describe('a tool that was being written', () => {
  it('is one without a name and an address too, as it was', () => {
    const unfinished = { ...tool, name: '', apiSchema: { url: 'htt', method: 'POST' } };
    expect(keptTool(unfinished)).toEqual(unfinished);
  });

  it('is none when it is something else', () => {
    expect(keptTool({ type: 'telepathy', name: 'x' })).toBeUndefined();
    expect(keptTool('tool')).toBeUndefined();
  });
});
