-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "queueWaitMs" INTEGER NOT NULL DEFAULT 0;
