-- CreateTable
CREATE TABLE "KnowledgeDocument" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parentId" TEXT,
    "url" TEXT,
    "filename" TEXT,
    "contentType" TEXT,
    "sourceKey" TEXT,
    "content" TEXT NOT NULL DEFAULT '',
    "contentHash" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT 'en',
    "sizeBytes" INTEGER NOT NULL DEFAULT 0,
    "syncEveryDays" INTEGER,
    "autoRemove" BOOLEAN NOT NULL DEFAULT false,
    "syncFailures" INTEGER NOT NULL DEFAULT 0,
    "nextSyncAt" TIMESTAMPTZ(3),
    "crawlId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KnowledgeDocument_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "KnowledgeChunk" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "documentId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "heading" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "startOffset" INTEGER NOT NULL,
    "endOffset" INTEGER NOT NULL,
    "search" tsvector,

    CONSTRAINT "KnowledgeChunk_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "KnowledgeIndex" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "documentId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "embedder" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'created',
    "progress" INTEGER NOT NULL DEFAULT 0,
    "usedBytes" INTEGER NOT NULL DEFAULT 0,
    "dimensions" INTEGER NOT NULL DEFAULT 0,
    "vectors" BYTEA,
    "contentHash" TEXT NOT NULL DEFAULT '',
    "problem" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnowledgeIndex_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "KnowledgeCrawl" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "seedUrl" TEXT NOT NULL,
    "pattern" TEXT,
    "maxDepth" INTEGER NOT NULL,
    "maxPages" INTEGER NOT NULL,
    "sitemapUrls" TEXT[],
    "rootFolderId" TEXT NOT NULL,
    "syncEveryDays" INTEGER,
    "autoRemove" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "identified" INTEGER NOT NULL DEFAULT 0,
    "scraped" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnowledgeCrawl_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeDocument_id_key" ON "KnowledgeDocument"("id");

-- CreateIndex
CREATE INDEX "KnowledgeDocument_workspaceId_parentId_createdAt_idx" ON "KnowledgeDocument"("workspaceId", "parentId", "createdAt");

-- CreateIndex
CREATE INDEX "KnowledgeDocument_nextSyncAt_idx" ON "KnowledgeDocument"("nextSyncAt");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeChunk_id_key" ON "KnowledgeChunk"("id");

-- CreateIndex
CREATE INDEX "KnowledgeChunk_search_idx" ON "KnowledgeChunk" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeChunk_workspaceId_documentId_position_key" ON "KnowledgeChunk"("workspaceId", "documentId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeIndex_id_key" ON "KnowledgeIndex"("id");

-- CreateIndex
CREATE INDEX "KnowledgeIndex_status_updatedAt_idx" ON "KnowledgeIndex"("status", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeIndex_workspaceId_documentId_model_key" ON "KnowledgeIndex"("workspaceId", "documentId", "model");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeCrawl_id_key" ON "KnowledgeCrawl"("id");

-- CreateIndex
CREATE INDEX "KnowledgeCrawl_workspaceId_createdAt_idx" ON "KnowledgeCrawl"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "KnowledgeCrawl_status_updatedAt_idx" ON "KnowledgeCrawl"("status", "updatedAt");

-- AddForeignKey
ALTER TABLE "KnowledgeDocument" ADD CONSTRAINT "KnowledgeDocument_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgeDocument" ADD CONSTRAINT "KnowledgeDocument_workspaceId_parentId_fkey" FOREIGN KEY ("workspaceId", "parentId") REFERENCES "KnowledgeDocument"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgeChunk" ADD CONSTRAINT "KnowledgeChunk_workspaceId_documentId_fkey" FOREIGN KEY ("workspaceId", "documentId") REFERENCES "KnowledgeDocument"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgeIndex" ADD CONSTRAINT "KnowledgeIndex_workspaceId_documentId_fkey" FOREIGN KEY ("workspaceId", "documentId") REFERENCES "KnowledgeDocument"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgeCrawl" ADD CONSTRAINT "KnowledgeCrawl_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
