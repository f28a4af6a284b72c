import { expect, test } from '@playwright/test';
import { apiKey, baseUrl } from '../fixtures/agents';
import { officialCli } from '../fixtures/official-cli';

interface AgentFile {
  conversation_config: { agent: { first_message: string; prompt: { prompt: string } } };
  platform_settings: { testing?: { attached_tests: { test_id: string }[] } };
}

test('the official CLI keeps agents, tests and branches in step with files, and runs tests', async () => {
  test.setTimeout(240_000);
  const cli = officialCli({ url: baseUrl(), apiKey: await apiKey('official CLI') });
  const listed = async (...args: readonly string[]) => JSON.parse(await cli.run(...args, '--format', 'json')) as Record<string, never>;

  await cli.run('agents', 'init');
  await cli.run('agents', 'add', 'Written in files', '--template', 'minimal');
  await cli.run('tests', 'add', 'Greets', '--template', 'basic-llm');
  const agents = cli.read('agents.json') as { agents: { id: string; config: string }[] };
  const tests = cli.read('tests.json') as { tests: { id: string; config: string }[] };
  const [agent] = agents.agents;
  const [own] = tests.tests;
  if (agent === undefined || own === undefined) throw new Error('the CLI noted no agent or test');

  cli.write(own.config, {
    ...(cli.read(own.config) as object),
    chat_history: [{ role: 'user', message: 'When are you open?', time_in_call_secs: 0 }],
    success_condition: 'The agent says “nine”.',
    success_examples: [],
    failure_examples: [],
  });
  await cli.run('tests', 'push');
  const file = cli.read(agent.config) as AgentFile;
  file.conversation_config.agent.first_message = 'Hello from a file.';
  file.conversation_config.agent.prompt.prompt = 'We are open every day from nine to six.';
  file.platform_settings.testing = { attached_tests: [{ test_id: own.id }] };
  cli.write(agent.config, file);
  await cli.run('agents', 'push', '--version-description', 'from a file');
  const stored = (await listed('agents', 'get', '--agent-id', agent.id)) as unknown as AgentFile & { version_id: string; main_branch_id: string };
  expect(stored.conversation_config.agent.first_message).toBe('Hello from a file.');

  expect(await cli.run('agents', 'test', agent.id)).toContain('Passed: 1 | Failed: 0');

  const branch = { parent_version_id: stored.version_id, name: 'Louder', description: 'says it louder' };
  await cli.run('agents', 'branches', 'create', '--agent-id', agent.id, '--json', JSON.stringify(branch));
  await cli.run('agents', 'pull', '--agent', agent.id, '--all-branches', '--all', '--yes');
  const branches = (await listed('agents', 'branches', 'list', '--agent-id', agent.id)) as unknown as { results: { id: string; name: string }[] };
  expect(branches.results.map(({ name }) => name).sort()).toEqual(['Louder', 'Main']);
  const louder = branches.results.find(({ name }) => name === 'Louder')?.id ?? '';

  const pulled = cli.read('agents.json') as { agents: { id: string; branches?: Record<string, { config: string }> }[] };
  const config = Object.values(pulled.agents[0]?.branches ?? {})[0]?.config ?? '';
  const onBranch = cli.read(config) as AgentFile;
  onBranch.conversation_config.agent.first_message = 'HELLO FROM A BRANCH.';
  cli.write(config, onBranch);
  await cli.run('agents', 'push', '--agent', agent.id);
  const firstMessage = async (...args: readonly string[]) =>
    ((await listed('agents', 'get', '--agent-id', agent.id, ...args)) as unknown as AgentFile).conversation_config.agent.first_message;
  expect([await firstMessage(), await firstMessage('--branch-id', louder)]).toEqual(['Hello from a file.', 'HELLO FROM A BRANCH.']);

  await cli.run(
    'agents',
    'branches',
    'merge',
    '--agent-id',
    agent.id,
    '--source-branch-id',
    louder,
    '--target-branch-id',
    stored.main_branch_id,
    '--json',
    '{}',
  );
  expect(await firstMessage()).toBe('HELLO FROM A BRANCH.');
  await cli.run('agents', 'delete', '--agent-id', agent.id);
});
