-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "slowestResponseMs" INTEGER;

UPDATE "Conversation" SET "slowestResponseMs" = (
  SELECT max(round(coalesce((item -> 'parley' -> 'latency' ->> 'firstPlayedMs')::float8, (item -> 'parley' -> 'latency' ->> 'firstSentMs')::float8)))
  FROM jsonb_array_elements("transcript") item
) WHERE "responseLatencyMs" IS NOT NULL;
