-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "referencedIds" TEXT[];

-- AlterTable
ALTER TABLE "AgentBranch" ADD COLUMN     "referencedIds" TEXT[];

-- CreateTable
CREATE TABLE "AuthConnection" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "authType" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "sealed" BYTEA NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "statusDetail" TEXT,
    "statusUpdatedAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthConnection_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "EnvironmentVariable" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "referencedIds" TEXT[],
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EnvironmentVariable_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "McpServer" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "approvals" JSONB NOT NULL DEFAULT '[]',
    "referencedIds" TEXT[],
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "McpServer_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Secret" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Tool" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "responseMocks" JSONB NOT NULL DEFAULT '[]',
    "referencedIds" TEXT[],
    "callCount" INTEGER NOT NULL DEFAULT 0,
    "totalLatencyMs" BIGINT NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Tool_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "ToolExecution" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "toolId" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "latencyMs" INTEGER NOT NULL,
    "isError" BOOLEAN NOT NULL,
    "errorType" TEXT,
    "errorMessage" TEXT,
    "request" TEXT,
    "response" TEXT,
    "details" JSONB,

    CONSTRAINT "ToolExecution_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuthConnection_id_key" ON "AuthConnection"("id");

-- CreateIndex
CREATE UNIQUE INDEX "EnvironmentVariable_id_key" ON "EnvironmentVariable"("id");

-- CreateIndex
CREATE UNIQUE INDEX "EnvironmentVariable_workspaceId_label_key" ON "EnvironmentVariable"("workspaceId", "label");

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_id_key" ON "McpServer"("id");

-- CreateIndex
CREATE INDEX "McpServer_referencedIds_idx" ON "McpServer" USING GIN ("referencedIds");

-- CreateIndex
CREATE UNIQUE INDEX "Secret_id_key" ON "Secret"("id");

-- CreateIndex
CREATE UNIQUE INDEX "Secret_workspaceId_name_key" ON "Secret"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Tool_id_key" ON "Tool"("id");

-- CreateIndex
CREATE INDEX "Tool_workspaceId_createdAt_idx" ON "Tool"("workspaceId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Tool_referencedIds_idx" ON "Tool" USING GIN ("referencedIds");

-- CreateIndex
CREATE UNIQUE INDEX "ToolExecution_id_key" ON "ToolExecution"("id");

-- CreateIndex
CREATE INDEX "ToolExecution_workspaceId_toolId_startedAt_idx" ON "ToolExecution"("workspaceId", "toolId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "ToolExecution_workspaceId_conversationId_idx" ON "ToolExecution"("workspaceId", "conversationId");

-- CreateIndex
CREATE INDEX "Agent_referencedIds_idx" ON "Agent" USING GIN ("referencedIds");

-- AddForeignKey
ALTER TABLE "AuthConnection" ADD CONSTRAINT "AuthConnection_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnvironmentVariable" ADD CONSTRAINT "EnvironmentVariable_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpServer" ADD CONSTRAINT "McpServer_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Secret" ADD CONSTRAINT "Secret_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tool" ADD CONSTRAINT "Tool_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ToolExecution" ADD CONSTRAINT "ToolExecution_workspaceId_toolId_fkey" FOREIGN KEY ("workspaceId", "toolId") REFERENCES "Tool"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
