-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'agent';

-- AlterTable
ALTER TABLE "SpeechEngine" ADD COLUMN     "signingKeyId" TEXT;
