import { expect, it } from 'vitest';
import { overlapPolicyNames } from '@/server/contracts/agent-config';
import { playTurnSample, sampleMs as playedMs } from '@/server/voice/testing/turn-sample';
import { sampleMs, sampleOf } from './turn-sample';
import kept from './turn-samples.json';

it('the samples that can be heard are what the pipeline does today: `npx tsx scripts/turn-taking-samples.ts` makes them anew', async () => {
  expect(sampleMs).toBe(playedMs);
  for (const policy of overlapPolicyNames) {
    const { events } = await playTurnSample(policy);
    expect(JSON.parse(JSON.stringify(sampleOf(events))), policy).toEqual(kept[policy]);
  }
});

it('each preset does in its sample what it promises', () => {
  const [aside, question] = [0, 1].map((i) => ({
    repair: kept['repair-first'].outcomes[i],
    adaptive: kept.adaptive.outcomes[i],
    continuity: kept['continuity-first'].outcomes[i],
  }));
  expect([aside?.repair?.kind, aside?.adaptive?.kind, aside?.continuity?.kind]).toEqual(['stopped', 'paused', 'paused']);
  expect([question?.adaptive?.kind, question?.continuity?.kind]).toEqual(['stopped', 'stopped']);
  expect(question?.adaptive?.ms).toBeLessThan(question?.continuity?.ms ?? 0);
});
