-- CreateTable
CREATE TABLE "ConversationListView" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConversationListView_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE INDEX "Conversation_workspaceId_startedAt_id_idx" ON "Conversation"("workspaceId", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ConversationListView_id_key" ON "ConversationListView"("id");

-- CreateIndex
CREATE UNIQUE INDEX "ConversationListView_workspaceId_userId_name_key" ON "ConversationListView"("workspaceId", "userId", "name");

-- AddForeignKey
ALTER TABLE "ConversationListView" ADD CONSTRAINT "ConversationListView_workspaceId_userId_fkey" FOREIGN KEY ("workspaceId", "userId") REFERENCES "Membership"("workspaceId", "userId") ON DELETE CASCADE ON UPDATE CASCADE;
