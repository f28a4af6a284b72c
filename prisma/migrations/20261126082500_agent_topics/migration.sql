-- CreateTable
CREATE TABLE "AgentTopics" (
    "workspaceId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "windowStart" TIMESTAMPTZ(3) NOT NULL,
    "windowEnd" TIMESTAMPTZ(3) NOT NULL,
    "runCount" INTEGER NOT NULL,

    CONSTRAINT "AgentTopics_pkey" PRIMARY KEY ("workspaceId","agentId")
);

-- AddForeignKey
ALTER TABLE "AgentTopics" ADD CONSTRAINT "AgentTopics_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
