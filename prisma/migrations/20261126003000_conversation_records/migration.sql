-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "collectedValues" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "toolNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "toolNamesErrored" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "toolNamesSuccessful" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "visitedAgentIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "workflowNodeIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "ConversationTag" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConversationTag_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "TaggedConversation" (
    "workspaceId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "tagId" TEXT NOT NULL,

    CONSTRAINT "TaggedConversation_pkey" PRIMARY KEY ("workspaceId","conversationId","tagId")
);

-- CreateTable
CREATE TABLE "TriageTicket" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "source" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "conversationIds" TEXT[],
    "assigneeId" TEXT,
    "mergedIntoId" TEXT,
    "comments" JSONB NOT NULL DEFAULT '[]',
    "turnComments" JSONB NOT NULL DEFAULT '[]',
    "searchText" TEXT NOT NULL DEFAULT '',
    "statusChanges" JSONB NOT NULL DEFAULT '[]',
    "priorityChanges" JSONB NOT NULL DEFAULT '[]',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TriageTicket_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ConversationTag_id_key" ON "ConversationTag"("id");

-- CreateIndex
CREATE INDEX "ConversationTag_workspaceId_createdAt_idx" ON "ConversationTag"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "TaggedConversation_workspaceId_tagId_idx" ON "TaggedConversation"("workspaceId", "tagId");

-- CreateIndex
CREATE UNIQUE INDEX "TriageTicket_id_key" ON "TriageTicket"("id");

-- CreateIndex
CREATE INDEX "TriageTicket_workspaceId_agentId_createdAt_idx" ON "TriageTicket"("workspaceId", "agentId", "createdAt");

-- CreateIndex
CREATE INDEX "TriageTicket_workspaceId_createdAt_idx" ON "TriageTicket"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "Conversation_workspaceId_userId_idx" ON "Conversation"("workspaceId", "userId");

-- AddForeignKey
ALTER TABLE "ConversationTag" ADD CONSTRAINT "ConversationTag_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaggedConversation" ADD CONSTRAINT "TaggedConversation_workspaceId_conversationId_fkey" FOREIGN KEY ("workspaceId", "conversationId") REFERENCES "Conversation"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaggedConversation" ADD CONSTRAINT "TaggedConversation_workspaceId_tagId_fkey" FOREIGN KEY ("workspaceId", "tagId") REFERENCES "ConversationTag"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TriageTicket" ADD CONSTRAINT "TriageTicket_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was said, by its words.
CREATE INDEX "Conversation_searchText_words_idx" ON "Conversation" USING GIN (to_tsvector('simple', "searchText"));

-- What older transcripts tell.
UPDATE "Conversation" SET
  "toolNames" = ARRAY(
    SELECT DISTINCT call->>'toolName' FROM jsonb_array_elements("transcript") item, jsonb_array_elements(COALESCE(item->'toolCalls', '[]')) call),
  "toolNamesErrored" = ARRAY(
    SELECT DISTINCT result->>'toolName' FROM jsonb_array_elements("transcript") item, jsonb_array_elements(COALESCE(item->'toolResults', '[]')) result
    WHERE (result->>'isError')::boolean),
  "toolNamesSuccessful" = ARRAY(
    SELECT DISTINCT result->>'toolName' FROM jsonb_array_elements("transcript") item, jsonb_array_elements(COALESCE(item->'toolResults', '[]')) result
    WHERE NOT (result->>'isError')::boolean),
  "workflowNodeIds" = ARRAY(
    SELECT DISTINCT item->'agentMetadata'->>'workflowNodeId' FROM jsonb_array_elements("transcript") item WHERE item->'agentMetadata' ? 'workflowNodeId'),
  "visitedAgentIds" = ARRAY(
    SELECT DISTINCT item->'agentMetadata'->>'agentId' FROM jsonb_array_elements("transcript") item WHERE item->'agentMetadata' ? 'agentId')
WHERE jsonb_typeof("transcript") = 'array' AND "transcript" <> '[]';

UPDATE "Conversation" SET "collectedValues" = COALESCE(
  (SELECT jsonb_object_agg(item->>'itemId', item->'value') FROM jsonb_array_elements("analysis"->'collected') item), '{}')
WHERE jsonb_typeof("analysis"->'collected') = 'array';
