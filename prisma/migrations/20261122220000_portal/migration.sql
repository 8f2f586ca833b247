-- CreateEnum
CREATE TYPE "InvitationKind" AS ENUM ('first', 'renewal');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('draft', 'running', 'done', 'cancelled');

-- CreateEnum
CREATE TYPE "RunItemState" AS ENUM ('waiting', 'done', 'failed', 'skipped');

-- AlterEnum
ALTER TYPE "PairState" ADD VALUE 'reserved';

-- DropIndex
DROP INDEX "audit_entry_subject_idx";

-- DropIndex
DROP INDEX "user_created_at_idx";

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "user_id" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "address_pool" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN     "first_seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "overlap_ends_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "kind" "InvitationKind" NOT NULL DEFAULT 'first',
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "node" ADD COLUMN     "vpn_session_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "receipt" DROP CONSTRAINT "receipt_pkey",
ADD CONSTRAINT "receipt_pkey" PRIMARY KEY ("node_id", "common_name", "revision");

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "leaves_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "account_invitation" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "user_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_source" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "device_limit" INTEGER NOT NULL DEFAULT 5,
    "device_life_days" INTEGER NOT NULL DEFAULT 825,
    "overlap_days" INTEGER NOT NULL DEFAULT 14,
    "invitation_hours" INTEGER NOT NULL DEFAULT 72,
    "quarantine_days" INTEGER NOT NULL DEFAULT 30,
    "tun_mtu" INTEGER,
    "mssfix" INTEGER,
    "split_dns" BOOLEAN NOT NULL DEFAULT false,
    "explicit_exit_notify" BOOLEAN NOT NULL DEFAULT true,
    "vpn_session_days" INTEGER NOT NULL DEFAULT 30,
    "keep_source_addresses" BOOLEAN NOT NULL DEFAULT true,
    "smtp_host" TEXT,
    "smtp_port" INTEGER,
    "smtp_security" TEXT NOT NULL DEFAULT 'starttls',
    "smtp_user" TEXT,
    "mail_from" TEXT,
    "mail_users" BOOLEAN NOT NULL DEFAULT true,
    "alert_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "alert_webhook" TEXT,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tally" (
    "name" TEXT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "tally_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "tally_delta" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "tally_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reserved_range" (
    "id" UUID NOT NULL,
    "pool_id" INTEGER NOT NULL,
    "first_index" INTEGER NOT NULL,
    "last_index" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "reserved_range_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_term" (
    "term" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "search_term_pkey" PRIMARY KEY ("term","user_id")
);

-- CreateTable
CREATE TABLE "past_vpn_session" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "common_name" TEXT NOT NULL,
    "ipv4" TEXT,
    "ipv6" TEXT,
    "source" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "bytes_out" BIGINT NOT NULL,

    CONSTRAINT "past_vpn_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "state" "RunState" NOT NULL,
    "actor" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_item" (
    "run_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "input" JSONB NOT NULL,
    "state" "RunItemState" NOT NULL DEFAULT 'waiting',
    "sentence" TEXT,
    "result" JSONB,

    CONSTRAINT "run_item_pkey" PRIMARY KEY ("run_id","n")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "tone" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "href" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_invitation_token_hash_key" ON "account_invitation"("token_hash");

-- CreateIndex
CREATE INDEX "account_invitation_email_idx" ON "account_invitation"("email");

-- CreateIndex
CREATE INDEX "account_invitation_created_at_idx" ON "account_invitation"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_created_at_idx" ON "api_token"("created_at");

-- CreateIndex
CREATE INDEX "reserved_range_pool_id_first_index_idx" ON "reserved_range"("pool_id", "first_index");

-- CreateIndex
CREATE INDEX "search_term_user_id_idx" ON "search_term"("user_id");

-- CreateIndex
CREATE INDEX "past_vpn_session_common_name_until_idx" ON "past_vpn_session"("common_name", "until");

-- CreateIndex
CREATE INDEX "past_vpn_session_until_idx" ON "past_vpn_session"("until");

-- CreateIndex
CREATE INDEX "run_state_created_at_idx" ON "run"("state", "created_at");

-- CreateIndex
CREATE INDEX "run_verb_created_at_idx" ON "run"("verb", "created_at");

-- CreateIndex
CREATE INDEX "run_item_run_id_state_n_idx" ON "run_item"("run_id", "state", "n");

-- CreateIndex
CREATE INDEX "alert_raised_at_idx" ON "alert"("raised_at");

-- CreateIndex
CREATE UNIQUE INDEX "account_user_id_key" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_seq_idx" ON "audit_entry"("subject", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_actor_seq_idx" ON "audit_entry"("actor", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_action_seq_idx" ON "audit_entry"("action", "seq");

-- CreateIndex
CREATE INDEX "certificate_reserved_at_idx" ON "certificate"("reserved_at");

-- CreateIndex
CREATE INDEX "invitation_created_at_idx" ON "invitation"("created_at");

-- CreateIndex
CREATE INDEX "user_created_at_username_idx" ON "user"("created_at", "username");

-- CreateIndex
CREATE INDEX "user_name_username_idx" ON "user"("name", "username");

-- CreateIndex
CREATE INDEX "user_state_username_idx" ON "user"("state", "username");

-- CreateIndex
CREATE INDEX "user_state_name_username_idx" ON "user"("state", "name", "username");

-- CreateIndex
CREATE INDEX "user_state_created_at_username_idx" ON "user"("state", "created_at", "username");

-- CreateIndex
CREATE INDEX "user_leaves_at_username_idx" ON "user"("leaves_at", "username");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_invitation" ADD CONSTRAINT "account_invitation_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reserved_range" ADD CONSTRAINT "reserved_range_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "address_pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_term" ADD CONSTRAINT "search_term_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "past_vpn_session" ADD CONSTRAINT "past_vpn_session_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_item" ADD CONSTRAINT "run_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

