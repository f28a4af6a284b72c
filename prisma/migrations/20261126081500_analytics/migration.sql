-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "measuredVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "stepsDismissedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ConversationMeasures" (
    "workspaceId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "agentId" TEXT NOT NULL,
    "branchId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "cells" JSONB NOT NULL,

    CONSTRAINT "ConversationMeasures_pkey" PRIMARY KEY ("workspaceId","conversationId")
);

-- CreateTable
CREATE TABLE "AnalyticsGroup" (
    "workspaceId" TEXT NOT NULL,
    "id" SERIAL NOT NULL,
    "agentId" TEXT NOT NULL,
    "branchId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "AnalyticsGroup_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "AnalyticsCell" (
    "workspaceId" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "groupId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" BIGINT NOT NULL,

    CONSTRAINT "AnalyticsCell_pkey" PRIMARY KEY ("workspaceId","measure","hour","groupId","key","bucket")
);

-- CreateTable
CREATE TABLE "UsagePrice" (
    "workspaceId" TEXT NOT NULL,
    "capability" TEXT NOT NULL,
    "producedBy" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "usd" DOUBLE PRECISION NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UsagePrice_pkey" PRIMARY KEY ("workspaceId","capability","producedBy","unit")
);

-- CreateIndex
CREATE UNIQUE INDEX "AnalyticsGroup_workspaceId_agentId_branchId_channel_languag_key" ON "AnalyticsGroup"("workspaceId", "agentId", "branchId", "channel", "language", "outcome");

-- CreateIndex
CREATE INDEX "Conversation_measuredVersion_endedAt_idx" ON "Conversation"("measuredVersion", "endedAt");

-- AddForeignKey
ALTER TABLE "ConversationMeasures" ADD CONSTRAINT "ConversationMeasures_workspaceId_conversationId_fkey" FOREIGN KEY ("workspaceId", "conversationId") REFERENCES "Conversation"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnalyticsGroup" ADD CONSTRAINT "AnalyticsGroup_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnalyticsCell" ADD CONSTRAINT "AnalyticsCell_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UsagePrice" ADD CONSTRAINT "UsagePrice_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The group of some measures; none where it was never made.
CREATE FUNCTION analytics_group(m "ConversationMeasures") RETURNS INTEGER LANGUAGE sql STABLE AS $$
  SELECT "id" FROM "AnalyticsGroup"
  WHERE "workspaceId" = m."workspaceId" AND "agentId" = m."agentId" AND "branchId" = m."branchId"
    AND "channel" = m."channel" AND "language" = m."language" AND "outcome" = m."outcome"
$$;

-- Keeps "AnalyticsCell" equal to the sum of "ConversationMeasures": what a row counted is taken away, what it counts now is added.
CREATE FUNCTION analytics_count() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  one "ConversationMeasures";
  old_group INTEGER;
  new_group INTEGER;
BEGIN
  IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
  -- Writers of one hour take turns: they would lock the same cells in different orders.
  PERFORM pg_advisory_xact_lock(hashtextextended(one."workspaceId" || extract(epoch FROM one."hour")::TEXT, 0));
  IF TG_OP <> 'INSERT' THEN
    old_group := analytics_group(OLD);
    UPDATE "AnalyticsCell" c SET "count" = c."count" - (cell->>3)::INTEGER, "sum" = c."sum" - (cell->>4)::BIGINT
    FROM jsonb_array_elements(OLD."cells") cell
    WHERE c."workspaceId" = OLD."workspaceId" AND c."measure" = cell->>0 AND c."hour" = OLD."hour" AND c."groupId" = old_group
      AND c."key" = cell->>1 AND c."bucket" = (cell->>2)::INTEGER;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_group := analytics_group(NEW);
    WHILE new_group IS NULL LOOP
      INSERT INTO "AnalyticsGroup" ("workspaceId", "agentId", "branchId", "channel", "language", "outcome")
      VALUES (NEW."workspaceId", NEW."agentId", NEW."branchId", NEW."channel", NEW."language", NEW."outcome")
      ON CONFLICT DO NOTHING RETURNING "id" INTO new_group;
      -- Another hour's writer was faster.
      IF new_group IS NULL THEN
        SELECT "id" INTO new_group FROM "AnalyticsGroup"
        WHERE "workspaceId" = NEW."workspaceId" AND "agentId" = NEW."agentId" AND "branchId" = NEW."branchId"
          AND "channel" = NEW."channel" AND "language" = NEW."language" AND "outcome" = NEW."outcome";
      END IF;
    END LOOP;
    INSERT INTO "AnalyticsCell" ("workspaceId", "measure", "hour", "groupId", "key", "bucket", "count", "sum")
    SELECT NEW."workspaceId", cell->>0, NEW."hour", new_group, cell->>1, (cell->>2)::INTEGER, (cell->>3)::INTEGER, (cell->>4)::BIGINT
    FROM jsonb_array_elements(NEW."cells") cell
    ON CONFLICT ("workspaceId", "measure", "hour", "groupId", "key", "bucket")
    DO UPDATE SET "count" = "AnalyticsCell"."count" + EXCLUDED."count", "sum" = "AnalyticsCell"."sum" + EXCLUDED."sum";
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM "AnalyticsCell" c USING jsonb_array_elements(OLD."cells") cell
    WHERE c."workspaceId" = OLD."workspaceId" AND c."measure" = cell->>0 AND c."hour" = OLD."hour" AND c."groupId" = old_group
      AND c."key" = cell->>1 AND c."bucket" = (cell->>2)::INTEGER AND c."count" = 0;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "ConversationMeasures_count" AFTER INSERT OR UPDATE OR DELETE ON "ConversationMeasures"
FOR EACH ROW EXECUTE FUNCTION analytics_count();
