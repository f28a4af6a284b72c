-- AlterTable
ALTER TABLE "WebhookDelivery" ADD COLUMN     "requestBody" TEXT,
ADD COLUMN     "tries" JSONB NOT NULL DEFAULT '[]';
