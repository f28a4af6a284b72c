ALTER TABLE "Conversation" ADD COLUMN "transcriptDueAt" TIMESTAMPTZ(3),
ADD COLUMN "audioDueAt" TIMESTAMPTZ(3),
ADD COLUMN "transcriptErasedAt" TIMESTAMPTZ(3),
ADD COLUMN "audioErasedAt" TIMESTAMPTZ(3),
ADD COLUMN "keepsNothing" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "Conversation_transcriptDueAt_idx" ON "Conversation"("transcriptDueAt");
CREATE INDEX "Conversation_audioDueAt_idx" ON "Conversation"("audioDueAt");

ALTER TABLE "Workspace" ADD COLUMN "privacy" JSONB NOT NULL DEFAULT '{}';
