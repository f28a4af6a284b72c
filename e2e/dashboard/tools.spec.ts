import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoAgentId } from '../fixtures/agents';
import { holdAnswer, refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

test('a webhook is written, called against a real server and given to an agent', async ({ ownerPage: page }) => {
  const service = await orderService();
  const name = `order_status_${Date.now()}`;
  try {
    await page.goto('/w/demo/tools/new?kind=webhook');
    await page.waitForLoadState('networkidle');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'When to use it' }).fill('Tells how far an order is.');
    await page.getByRole('textbox', { name: 'Address' }).fill(service.url);
    await page.getByRole('button', { name: 'Add a parameter' }).click();
    await page.getByRole('textbox', { name: 'Parameter' }).fill('order');
    await page.getByRole('textbox', { name: 'What it means' }).fill('Number of the order');

    await page.getByRole('radio', { name: 'JSON' }).click();
    await expect(page.getByRole('textbox', { name: 'The tool as JSON' })).toHaveValue(/"order": \{\s+"type": "string",\s+"description": "Number of the order"/);
    await page.getByRole('radio', { name: 'Form' }).click();
    await expect(page.getByRole('textbox', { name: 'Parameter' })).toHaveValue('order');
    await page.getByRole('button', { name: 'Create tool' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

    await page.getByRole('textbox', { name: 'Arguments' }).fill('{ "order": "A-17" }');
    await page.getByRole('button', { name: 'Call it' }).click();
    const outcome = page.getByRole('region', { name: 'Outcome' });
    await expect(outcome.getByText('HTTP 200')).toBeVisible();
    await expect(outcome.getByText('A-17 is on its way').first()).toBeVisible();
    expect(service.bodies).toEqual([{ order: 'A-17' }]);
    await expectNoViolations(page);

    const agent = await demoAgentId('luna');
    await page.goto(`/w/demo/agents/${agent}?tab=tools`);
    await page.waitForLoadState('networkidle');
    await page.getByRole('combobox', { name: 'Give it a tool' }).click();
    await page.getByPlaceholder('Search by name').fill(name);
    await page.getByRole('option', { name }).click();
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText(/Saved as version/).first()).toBeVisible();
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('region', { name: 'Used by' }).getByRole('link', { name: /Luna/ })).toBeVisible();
  } finally {
    await service.close();
  }
});

test('a secret goes in and is shown nowhere', async ({ ownerPage: page }) => {
  const name = `KEY_${Date.now()}`;
  await page.goto('/w/demo/tools?tab=secrets');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('Value').fill('not-for-anyone');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  expect(await page.content()).not.toContain('not-for-anyone');
});

test('an MCP server that is being added outlives a reload, and its policy is shown before the server has answered', async ({ ownerPage: page }) => {
  const name = `Half ${Date.now()}`;
  const open = async () => {
    await page.goto('/w/demo/tools?tab=mcp');
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Add a server' }).first().click();
  };
  await open();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Address' }).fill('https://mcp.example.com/mcp');
  await open();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Restored what you were writing')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Address' })).toHaveValue('https://mcp.example.com/mcp');
  await dialog
    .getByRole('button', { name: 'Add', exact: true })
    .or(dialog.getByRole('button', { name: 'Add server' }))
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  const policy = page.getByRole('combobox').first();
  const before = (await policy.textContent()) ?? '';
  const chooseOther = async () => {
    await policy.click();
    await page.getByRole('option', { selected: false }).first().click();
  };
  const held = await holdAnswer(page, 'mcpServers.setApprovalPolicy');
  await chooseOther();
  await expect(policy).not.toHaveText(before);
  const chosen = (await policy.textContent()) ?? '';
  held.release();
  await expect(policy).toBeEnabled();
  await expect(policy).toHaveText(chosen);
  await refuse(page, 'mcpServers.setApprovalPolicy');
  await chooseOther();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(policy).toHaveText(chosen);
});

async function orderService() {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (text += part));
    request.on('end', () => {
      const body = JSON.parse(text) as { order: string };
      bodies.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ says: `${body.order} is on its way` }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    bodies,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
