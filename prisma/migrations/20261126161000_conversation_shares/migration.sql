CREATE TABLE "ConversationShare" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "isMasked" BOOLEAN NOT NULL DEFAULT true,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "lastOpenedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConversationShare_pkey" PRIMARY KEY ("workspaceId","id")
);

CREATE UNIQUE INDEX "ConversationShare_id_key" ON "ConversationShare"("id");
CREATE UNIQUE INDEX "ConversationShare_tokenHash_key" ON "ConversationShare"("tokenHash");
CREATE INDEX "ConversationShare_workspaceId_conversationId_idx" ON "ConversationShare"("workspaceId", "conversationId");

ALTER TABLE "ConversationShare" ADD CONSTRAINT "ConversationShare_workspaceId_conversationId_fkey" FOREIGN KEY ("workspaceId", "conversationId") REFERENCES "Conversation"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
