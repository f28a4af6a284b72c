-- Sums by six hours and by day beside those by hour: a question over weeks reads days, and hours only where a day of its time zone begins or ends within one of UTC.
DROP TRIGGER "ConversationMeasures_count" ON "ConversationMeasures";
DROP FUNCTION analytics_count();

-- What was produced for nobody is marked so that it cannot be taken for a count: conversations are found by it.
UPDATE "ConversationMeasures" m SET "cells" = (
  SELECT jsonb_agg(CASE WHEN cell->>0 = 'usage' AND cell->>2 = '1' THEN jsonb_set(cell, '{2}', '-1') ELSE cell END ORDER BY place)
  FROM jsonb_array_elements(m."cells") WITH ORDINALITY AS cells(cell, place)
) WHERE m."cells" @? '$[*] ? (@[0] == "usage" && @[2] == 1)';
UPDATE "AnalyticsCell" SET "bucket" = -1 WHERE "measure" = 'usage' AND "bucket" = 1;

-- AlterTable
ALTER TABLE "AnalyticsCell" RENAME COLUMN "hour" TO "start";
ALTER TABLE "AnalyticsCell" ADD COLUMN "hours" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "AnalyticsCell" ALTER COLUMN "hours" DROP DEFAULT;
ALTER TABLE "AnalyticsCell" DROP CONSTRAINT "AnalyticsCell_pkey",
ADD CONSTRAINT "AnalyticsCell_pkey" PRIMARY KEY ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket");

INSERT INTO "AnalyticsCell" ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket", "count", "sum")
SELECT c."workspaceId", c."groupId", span.hours, c."measure", date_bin(make_interval(hours => span.hours), c."start", 'epoch'), c."key", c."bucket", sum(c."count"), sum(c."sum")
FROM "AnalyticsCell" c, (VALUES (6), (24)) AS span(hours)
GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- What a row of measures adds to the cells: each of its cells in each of these groups, for the hour, the six hours and the day.
CREATE FUNCTION analytics_cells(m "ConversationMeasures", groups INTEGER[])
RETURNS TABLE ("groupId" INTEGER, "hours" SMALLINT, "start" TIMESTAMPTZ, "measure" TEXT, "key" TEXT, "bucket" INTEGER, "count" INTEGER, "sum" BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT one_group, span.hours, date_bin(make_interval(hours => span.hours), m."hour", 'epoch'),
    cell->>0, cell->>1, (cell->>2)::INTEGER, (cell->>3)::INTEGER, (cell->>4)::BIGINT
  FROM jsonb_array_elements(m."cells") AS cell, unnest(groups) AS one_group, (VALUES (1::SMALLINT), (6::SMALLINT), (24::SMALLINT)) AS span(hours)
$$;

-- Writers of one day of a workspace take turns: they would lock the same cells in different orders.
CREATE FUNCTION analytics_lock(m "ConversationMeasures") RETURNS VOID LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(m."workspaceId" || extract(epoch FROM date_bin('24 hours', m."hour", 'epoch'))::TEXT, 0))
$$;

-- Keeps "AnalyticsCell" equal to the sum of "ConversationMeasures": what a row counted is taken away, what it counts now is added.
CREATE FUNCTION analytics_count() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  old_groups INTEGER[];
  new_groups INTEGER[];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN PERFORM analytics_lock(OLD); ELSE PERFORM analytics_lock(NEW); END IF;
  IF TG_OP <> 'INSERT' THEN
    old_groups := analytics_groups(OLD);
    UPDATE "AnalyticsCell" c SET "count" = c."count" - was."count", "sum" = c."sum" - was."sum"
    FROM analytics_cells(OLD, old_groups) was
    WHERE c."workspaceId" = OLD."workspaceId" AND c."groupId" = was."groupId" AND c."hours" = was."hours" AND c."measure" = was."measure"
      AND c."start" = was."start" AND c."key" = was."key" AND c."bucket" = was."bucket";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_groups := analytics_groups(NEW);
    IF coalesce(cardinality(new_groups), 0) < 7 THEN
      PERFORM analytics_add_groups(NEW);
      new_groups := analytics_groups(NEW);
    END IF;
    INSERT INTO "AnalyticsCell" ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket", "count", "sum")
    SELECT NEW."workspaceId", now."groupId", now."hours", now."measure", now."start", now."key", now."bucket", now."count", now."sum"
    FROM analytics_cells(NEW, new_groups) now
    ON CONFLICT ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket")
    DO UPDATE SET "count" = "AnalyticsCell"."count" + EXCLUDED."count", "sum" = "AnalyticsCell"."sum" + EXCLUDED."sum";
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM "AnalyticsCell" c USING analytics_cells(OLD, old_groups) was
    WHERE c."workspaceId" = OLD."workspaceId" AND c."groupId" = was."groupId" AND c."hours" = was."hours" AND c."measure" = was."measure"
      AND c."start" = was."start" AND c."key" = was."key" AND c."bucket" = was."bucket" AND c."count" = 0;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "ConversationMeasures_count" AFTER INSERT OR UPDATE OR DELETE ON "ConversationMeasures"
FOR EACH ROW EXECUTE FUNCTION analytics_count();
