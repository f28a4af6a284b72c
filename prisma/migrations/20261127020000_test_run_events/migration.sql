-- AlterTable
ALTER TABLE "TestRun" ADD COLUMN     "events" JSONB NOT NULL DEFAULT '[]';
