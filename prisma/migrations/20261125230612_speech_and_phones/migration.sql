-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "allowedIps" TEXT[],
ADD COLUMN     "characterLimit" INTEGER,
ADD COLUMN     "disabledAt" TIMESTAMPTZ(3),
ADD COLUMN     "permissions" TEXT[],
ADD COLUMN     "serviceAccountId" TEXT;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "lockedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "convaiSettings" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "dashboardSettings" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "ServiceAccount" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ServiceAccount_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "BatchCall" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "branchId" TEXT,
    "environment" TEXT,
    "phoneNumberId" TEXT,
    "phoneProvider" TEXT,
    "whatsAppParams" JSONB,
    "callConfig" JSONB NOT NULL DEFAULT '{}',
    "timezone" TEXT,
    "concurrencyLimit" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "retryCount" INTEGER NOT NULL DEFAULT 0,
    "scheduledAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BatchCall_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "BatchRecipient" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "phoneNumber" TEXT,
    "whatsAppUserId" TEXT,
    "initiationData" JSONB,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "error" TEXT,
    "conversationId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BatchRecipient_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "IdempotentRequest" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "answer" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotentRequest_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "WorkspaceGroup" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WorkspaceGroup_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "membershipId" TEXT NOT NULL,

    CONSTRAINT "GroupMember_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "ResourceShare" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "holderKind" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ResourceShare_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "PhoneNumber" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "phoneNumber" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "supportsInbound" BOOLEAN NOT NULL DEFAULT true,
    "supportsOutbound" BOOLEAN NOT NULL DEFAULT true,
    "agentId" TEXT,
    "branchId" TEXT,
    "environment" TEXT,
    "config" JSONB NOT NULL DEFAULT '{}',
    "secrets" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PhoneNumber_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "WhatsAppAccount" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "businessAccountId" TEXT NOT NULL,
    "businessAccountName" TEXT NOT NULL,
    "phoneNumberName" TEXT NOT NULL,
    "phoneNumber" TEXT NOT NULL,
    "accountType" TEXT NOT NULL DEFAULT 'cloud_api',
    "agentId" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WhatsAppAccount_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "AgentFile" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "durationMs" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AgentFile_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "PronunciationDictionary" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PronunciationDictionary_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "PronunciationVersion" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "dictionaryId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "ruleCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PronunciationVersion_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "SpeechEngine" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "headers" BYTEA,
    "tags" TEXT[],
    "voiceId" TEXT NOT NULL DEFAULT '',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpeechEngine_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "SpeechTranscript" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "result" JSONB,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SpeechTranscript_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "SpeechUsage" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "voiceId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "characters" INTEGER NOT NULL DEFAULT 0,
    "audioMs" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "SpeechUsage_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "SingleUseToken" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SingleUseToken_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "VoicePreference" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "hiddenAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "VoicePreference_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ServiceAccount_id_key" ON "ServiceAccount"("id");

-- CreateIndex
CREATE UNIQUE INDEX "BatchCall_id_key" ON "BatchCall"("id");

-- CreateIndex
CREATE INDEX "BatchCall_workspaceId_createdAt_idx" ON "BatchCall"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "BatchCall_status_scheduledAt_idx" ON "BatchCall"("status", "scheduledAt");

-- CreateIndex
CREATE UNIQUE INDEX "BatchRecipient_id_key" ON "BatchRecipient"("id");

-- CreateIndex
CREATE INDEX "BatchRecipient_workspaceId_batchId_position_idx" ON "BatchRecipient"("workspaceId", "batchId", "position");

-- CreateIndex
CREATE INDEX "IdempotentRequest_workspaceId_createdAt_idx" ON "IdempotentRequest"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "WorkspaceGroup_id_key" ON "WorkspaceGroup"("id");

-- CreateIndex
CREATE UNIQUE INDEX "WorkspaceGroup_workspaceId_name_key" ON "WorkspaceGroup"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "GroupMember_id_key" ON "GroupMember"("id");

-- CreateIndex
CREATE UNIQUE INDEX "GroupMember_workspaceId_groupId_membershipId_key" ON "GroupMember"("workspaceId", "groupId", "membershipId");

-- CreateIndex
CREATE UNIQUE INDEX "ResourceShare_id_key" ON "ResourceShare"("id");

-- CreateIndex
CREATE UNIQUE INDEX "ResourceShare_workspaceId_resourceType_resourceId_holderKin_key" ON "ResourceShare"("workspaceId", "resourceType", "resourceId", "holderKind", "holderId");

-- CreateIndex
CREATE UNIQUE INDEX "PhoneNumber_id_key" ON "PhoneNumber"("id");

-- CreateIndex
CREATE INDEX "PhoneNumber_workspaceId_createdAt_idx" ON "PhoneNumber"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "PhoneNumber_workspaceId_phoneNumber_key" ON "PhoneNumber"("workspaceId", "phoneNumber");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppAccount_id_key" ON "WhatsAppAccount"("id");

-- CreateIndex
CREATE UNIQUE INDEX "AgentFile_id_key" ON "AgentFile"("id");

-- CreateIndex
CREATE UNIQUE INDEX "AgentFile_workspaceId_agentId_kind_key" ON "AgentFile"("workspaceId", "agentId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "PronunciationDictionary_id_key" ON "PronunciationDictionary"("id");

-- CreateIndex
CREATE INDEX "PronunciationDictionary_workspaceId_createdAt_idx" ON "PronunciationDictionary"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "PronunciationVersion_id_key" ON "PronunciationVersion"("id");

-- CreateIndex
CREATE UNIQUE INDEX "PronunciationVersion_workspaceId_dictionaryId_number_key" ON "PronunciationVersion"("workspaceId", "dictionaryId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "SpeechEngine_id_key" ON "SpeechEngine"("id");

-- CreateIndex
CREATE INDEX "SpeechEngine_workspaceId_createdAt_idx" ON "SpeechEngine"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "SpeechTranscript_id_key" ON "SpeechTranscript"("id");

-- CreateIndex
CREATE INDEX "SpeechTranscript_workspaceId_createdAt_idx" ON "SpeechTranscript"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "SpeechUsage_workspaceId_day_idx" ON "SpeechUsage"("workspaceId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "SingleUseToken_id_key" ON "SingleUseToken"("id");

-- CreateIndex
CREATE INDEX "SingleUseToken_workspaceId_expiresAt_idx" ON "SingleUseToken"("workspaceId", "expiresAt");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_serviceAccountId_fkey" FOREIGN KEY ("workspaceId", "serviceAccountId") REFERENCES "ServiceAccount"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceAccount" ADD CONSTRAINT "ServiceAccount_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BatchCall" ADD CONSTRAINT "BatchCall_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BatchRecipient" ADD CONSTRAINT "BatchRecipient_workspaceId_batchId_fkey" FOREIGN KEY ("workspaceId", "batchId") REFERENCES "BatchCall"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotentRequest" ADD CONSTRAINT "IdempotentRequest_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceGroup" ADD CONSTRAINT "WorkspaceGroup_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_workspaceId_groupId_fkey" FOREIGN KEY ("workspaceId", "groupId") REFERENCES "WorkspaceGroup"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_workspaceId_membershipId_fkey" FOREIGN KEY ("workspaceId", "membershipId") REFERENCES "Membership"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ResourceShare" ADD CONSTRAINT "ResourceShare_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhoneNumber" ADD CONSTRAINT "PhoneNumber_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WhatsAppAccount" ADD CONSTRAINT "WhatsAppAccount_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentFile" ADD CONSTRAINT "AgentFile_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PronunciationDictionary" ADD CONSTRAINT "PronunciationDictionary_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PronunciationVersion" ADD CONSTRAINT "PronunciationVersion_workspaceId_dictionaryId_fkey" FOREIGN KEY ("workspaceId", "dictionaryId") REFERENCES "PronunciationDictionary"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpeechEngine" ADD CONSTRAINT "SpeechEngine_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpeechTranscript" ADD CONSTRAINT "SpeechTranscript_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpeechUsage" ADD CONSTRAINT "SpeechUsage_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SingleUseToken" ADD CONSTRAINT "SingleUseToken_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoicePreference" ADD CONSTRAINT "VoicePreference_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
