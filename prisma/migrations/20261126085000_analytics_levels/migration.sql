-- Sums for each single thing that conversations have in common, and for all of them: a chart reads the fewest cells that can answer it.
-- They are made anew from what each conversation counted as.
DROP TRIGGER "ConversationMeasures_count" ON "ConversationMeasures";
DROP FUNCTION analytics_count();
DROP FUNCTION analytics_group("ConversationMeasures");
TRUNCATE "AnalyticsCell", "AnalyticsGroup";

-- DropIndex
DROP INDEX "AnalyticsGroup_workspaceId_agentId_branchId_channel_languag_key";

-- AlterTable
ALTER TABLE "AnalyticsCell" DROP CONSTRAINT "AnalyticsCell_pkey",
ADD CONSTRAINT "AnalyticsCell_pkey" PRIMARY KEY ("workspaceId", "groupId", "measure", "hour", "key", "bucket");

-- AlterTable
ALTER TABLE "AnalyticsGroup" ADD COLUMN     "level" TEXT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "AnalyticsGroup_workspaceId_level_agentId_branchId_channel_l_key" ON "AnalyticsGroup"("workspaceId", "level", "agentId", "branchId", "channel", "language", "outcome");

-- The groups that some measures are counted in; those of them that exist.
CREATE FUNCTION analytics_groups(m "ConversationMeasures") RETURNS INTEGER[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(g."id") FROM "AnalyticsGroup" g
  JOIN (VALUES
    ('all', '', '', '', '', ''),
    ('agent', m."agentId", '', '', '', ''),
    ('branch', m."agentId", m."branchId", '', '', ''),
    ('channel', '', '', m."channel", '', ''),
    ('language', '', '', '', m."language", ''),
    ('outcome', '', '', '', '', m."outcome"),
    ('full', m."agentId", m."branchId", m."channel", m."language", m."outcome")
  ) AS v("level", "agentId", "branchId", "channel", "language", "outcome")
  ON g."level" = v."level" AND g."agentId" = v."agentId" AND g."branchId" = v."branchId"
    AND g."channel" = v."channel" AND g."language" = v."language" AND g."outcome" = v."outcome"
  WHERE g."workspaceId" = m."workspaceId"
$$;

CREATE FUNCTION analytics_add_groups(m "ConversationMeasures") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO "AnalyticsGroup" ("workspaceId", "level", "agentId", "branchId", "channel", "language", "outcome") VALUES
    (m."workspaceId", 'all', '', '', '', '', ''),
    (m."workspaceId", 'agent', m."agentId", '', '', '', ''),
    (m."workspaceId", 'branch', m."agentId", m."branchId", '', '', ''),
    (m."workspaceId", 'channel', '', '', m."channel", '', ''),
    (m."workspaceId", 'language', '', '', '', m."language", ''),
    (m."workspaceId", 'outcome', '', '', '', '', m."outcome"),
    (m."workspaceId", 'full', m."agentId", m."branchId", m."channel", m."language", m."outcome")
  ON CONFLICT DO NOTHING
$$;

-- Keeps "AnalyticsCell" equal to the sum of "ConversationMeasures": what a row counted is taken away, what it counts now is added.
CREATE FUNCTION analytics_count() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  one "ConversationMeasures";
  old_groups INTEGER[];
  new_groups INTEGER[];
BEGIN
  IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
  -- Writers of one hour take turns: they would lock the same cells in different orders.
  PERFORM pg_advisory_xact_lock(hashtextextended(one."workspaceId" || extract(epoch FROM one."hour")::TEXT, 0));
  IF TG_OP <> 'INSERT' THEN
    old_groups := analytics_groups(OLD);
    UPDATE "AnalyticsCell" c SET "count" = c."count" - (cell->>3)::INTEGER, "sum" = c."sum" - (cell->>4)::BIGINT
    FROM jsonb_array_elements(OLD."cells") cell, unnest(old_groups) AS old_group
    WHERE c."workspaceId" = OLD."workspaceId" AND c."groupId" = old_group AND c."measure" = cell->>0 AND c."hour" = OLD."hour"
      AND c."key" = cell->>1 AND c."bucket" = (cell->>2)::INTEGER;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_groups := analytics_groups(NEW);
    IF coalesce(cardinality(new_groups), 0) < 7 THEN
      PERFORM analytics_add_groups(NEW);
      new_groups := analytics_groups(NEW);
    END IF;
    INSERT INTO "AnalyticsCell" ("workspaceId", "groupId", "measure", "hour", "key", "bucket", "count", "sum")
    SELECT NEW."workspaceId", new_group, cell->>0, NEW."hour", cell->>1, (cell->>2)::INTEGER, (cell->>3)::INTEGER, (cell->>4)::BIGINT
    FROM jsonb_array_elements(NEW."cells") cell, unnest(new_groups) AS new_group
    ON CONFLICT ("workspaceId", "groupId", "measure", "hour", "key", "bucket")
    DO UPDATE SET "count" = "AnalyticsCell"."count" + EXCLUDED."count", "sum" = "AnalyticsCell"."sum" + EXCLUDED."sum";
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM "AnalyticsCell" c USING jsonb_array_elements(OLD."cells") cell, unnest(old_groups) AS old_group
    WHERE c."workspaceId" = OLD."workspaceId" AND c."groupId" = old_group AND c."measure" = cell->>0 AND c."hour" = OLD."hour"
      AND c."key" = cell->>1 AND c."bucket" = (cell->>2)::INTEGER AND c."count" = 0;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "ConversationMeasures_count" AFTER INSERT OR UPDATE OR DELETE ON "ConversationMeasures"
FOR EACH ROW EXECUTE FUNCTION analytics_count();

UPDATE "ConversationMeasures" SET "cells" = "cells";
