-- DropIndex
DROP INDEX "AgentVersion_workspaceId_agentId_number_key";

-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "mainBranchId" TEXT;

-- AlterTable
ALTER TABLE "AgentVersion" ADD COLUMN     "branchId" TEXT,
ADD COLUMN     "mergedFromBranchId" TEXT,
ADD COLUMN     "mergedFromVersionId" TEXT,
ADD COLUMN     "outOfBranchParentId" TEXT,
ADD COLUMN     "parentVersionId" TEXT,
ADD COLUMN     "rebasedFromVersionId" TEXT;

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "branchId" TEXT;

-- CreateTable
CREATE TABLE "AgentBranch" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "isMain" BOOLEAN NOT NULL DEFAULT false,
    "versionNumber" INTEGER NOT NULL DEFAULT 1,
    "protection" TEXT NOT NULL DEFAULT 'writer_perms_required',
    "autoRebase" BOOLEAN NOT NULL DEFAULT false,
    "parentBranchId" TEXT,
    "mergedIntoBranchId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "committedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AgentBranch_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "AgentDraft" (
    "workspaceId" TEXT NOT NULL,
    "branchId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tags" TEXT[],
    "config" JSONB NOT NULL,
    "baseVersionId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgentDraft_pkey" PRIMARY KEY ("workspaceId","branchId","personId")
);

-- CreateTable
CREATE TABLE "AgentProcedureDraft" (
    "workspaceId" TEXT NOT NULL,
    "branchId" TEXT NOT NULL,
    "procedureId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "folderParentId" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgentProcedureDraft_pkey" PRIMARY KEY ("workspaceId","branchId","procedureId")
);

-- CreateTable
CREATE TABLE "AgentDeployment" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "split" JSONB NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'manual',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AgentDeployment_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "AgentMergeProposal" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "sourceBranchId" TEXT NOT NULL,
    "targetBranchId" TEXT NOT NULL,
    "sourceVersionId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "requestedReviewers" TEXT[],
    "reviews" JSONB NOT NULL DEFAULT '[]',
    "comments" JSONB NOT NULL DEFAULT '[]',
    "status" TEXT NOT NULL DEFAULT 'open',
    "closeReason" TEXT,
    "mergedVersionId" TEXT,
    "resolvedAt" TIMESTAMPTZ(3),
    "resolvedBy" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgentMergeProposal_pkey" PRIMARY KEY ("workspaceId","id")
);

-- Agents that are here already get a main branch that holds all their versions.
UPDATE "Agent" SET "mainBranchId" = 'agtbrch_' || substr(md5('main branch of ' || "id"), 1, 26);
INSERT INTO "AgentBranch" ("id", "workspaceId", "agentId", "name", "isMain", "versionNumber", "createdBy", "createdAt", "committedAt")
SELECT a."mainBranchId", a."workspaceId", a."id", 'Main', true, a."versionNumber", a."createdBy", a."createdAt",
       COALESCE((SELECT max(v."createdAt") FROM "AgentVersion" v WHERE v."workspaceId" = a."workspaceId" AND v."agentId" = a."id"), a."createdAt")
FROM "Agent" a;
UPDATE "AgentVersion" v SET "branchId" = a."mainBranchId" FROM "Agent" a WHERE a."workspaceId" = v."workspaceId" AND a."id" = v."agentId";
UPDATE "AgentVersion" v SET "parentVersionId" = p."id" FROM "AgentVersion" p
WHERE p."workspaceId" = v."workspaceId" AND p."agentId" = v."agentId" AND p."number" = v."number" - 1;
UPDATE "Conversation" c SET "branchId" = a."mainBranchId" FROM "Agent" a WHERE a."workspaceId" = c."workspaceId" AND a."id" = c."agentId";
ALTER TABLE "Agent" ALTER COLUMN "mainBranchId" SET NOT NULL;
ALTER TABLE "AgentVersion" ALTER COLUMN "branchId" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "AgentBranch_id_key" ON "AgentBranch"("id");

-- CreateIndex
CREATE INDEX "AgentBranch_workspaceId_agentId_idx" ON "AgentBranch"("workspaceId", "agentId");

-- CreateIndex
CREATE UNIQUE INDEX "AgentDeployment_id_key" ON "AgentDeployment"("id");

-- CreateIndex
CREATE INDEX "AgentDeployment_workspaceId_agentId_createdAt_idx" ON "AgentDeployment"("workspaceId", "agentId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "AgentMergeProposal_id_key" ON "AgentMergeProposal"("id");

-- CreateIndex
CREATE INDEX "AgentMergeProposal_workspaceId_agentId_createdAt_idx" ON "AgentMergeProposal"("workspaceId", "agentId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "AgentVersion_workspaceId_agentId_idx" ON "AgentVersion"("workspaceId", "agentId");

-- CreateIndex
CREATE UNIQUE INDEX "AgentVersion_workspaceId_branchId_number_key" ON "AgentVersion"("workspaceId", "branchId", "number");

-- AddForeignKey
ALTER TABLE "AgentBranch" ADD CONSTRAINT "AgentBranch_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentVersion" ADD CONSTRAINT "AgentVersion_workspaceId_branchId_fkey" FOREIGN KEY ("workspaceId", "branchId") REFERENCES "AgentBranch"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentDraft" ADD CONSTRAINT "AgentDraft_workspaceId_branchId_fkey" FOREIGN KEY ("workspaceId", "branchId") REFERENCES "AgentBranch"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentProcedureDraft" ADD CONSTRAINT "AgentProcedureDraft_workspaceId_branchId_fkey" FOREIGN KEY ("workspaceId", "branchId") REFERENCES "AgentBranch"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentDeployment" ADD CONSTRAINT "AgentDeployment_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentMergeProposal" ADD CONSTRAINT "AgentMergeProposal_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;


