import path from 'node:path';
import { expect, test } from '@playwright/test';
import { baseUrl, demoAgentId } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { loudness, transcribed } from '../fixtures/wav';

const question = path.resolve(import.meta.dirname, '../audio/cafe-opening-hours.wav');

test('a stranger opens the talk page, speaks, and is answered aloud with the fact asked for', async () => {
  test.setTimeout(180_000);
  const caller = await callerWith(askedAgain(question), baseUrl(), { isRepeated: true });
  try {
    const { page } = caller;
    await page.goto(`/talk/${await demoAgentId('luna')}`);
    await page
      .getByRole('button', { name: /start talking|start/i })
      .first()
      .click();
    // The microphone's question, as the agent understood it, and its answer, on screen …
    await expect(page.getByText(/what time do you open/i).first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText(/nine in the morning/i).first()).toBeVisible({ timeout: 40_000 });
    await page.waitForTimeout(4_000);
    // … and in the sound that left the loudspeaker, heard by a recogniser that was told nothing.
    const heard = await caller.heard();
    expect(loudness(heard)).toBeGreaterThan(500);
    expect(await transcribed(heard)).toMatch(/saturday|nine/);
    await page.getByRole('button', { name: /hang up/i }).click();
    await expect(page.getByText(/thank you for talking/i)).toBeVisible();
  } finally {
    await caller.close();
  }
});
