-- CreateEnum
CREATE TYPE "RolloutState" AS ENUM ('running', 'done', 'stopped', 'failed');

-- CreateEnum
CREATE TYPE "RolloutStepState" AS ENUM ('waiting', 'restarting', 'healthy', 'skipped', 'failed');

-- DropIndex
DROP INDEX "vpn_session_common_name_idx";

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN "profile_remotes" TEXT,
ADD COLUMN "fingerprint" TEXT GENERATED ALWAYS AS (encode(sha256("der"), 'hex')) STORED;

-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "topology" TEXT NOT NULL DEFAULT 'subnet';

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "contested_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "node" ADD COLUMN     "core_interface" TEXT,
ADD COLUMN     "drained_at" TIMESTAMPTZ(3),
ADD COLUMN     "openvpn_started_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "restart_due" TEXT,
ADD COLUMN     "restarts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "router_id" TEXT,
ADD COLUMN     "server_conf" TEXT,
ADD COLUMN     "set_aside_at" TIMESTAMPTZ(3),
ADD COLUMN     "site_id" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "remote_random" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "vpn_session" ADD COLUMN "seen" BIGSERIAL NOT NULL;

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "neighbors" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "balancer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "site_id" UUID,
    "hides_sources" BOOLEAN NOT NULL DEFAULT false,
    "own_addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "removed_at" TIMESTAMPTZ(3),
    "join_token_hash" TEXT,
    "join_expires_at" TIMESTAMPTZ(3),
    "token_hash" TEXT,
    "enrolled_at" TIMESTAMPTZ(3),
    "reported_at" TIMESTAMPTZ(3),
    "epoch" INTEGER,
    "revision" BIGINT,
    "agent_version" TEXT,
    "clock_offset_ms" INTEGER,
    "faults" JSONB NOT NULL DEFAULT '[]',
    "backends" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "balancer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "balancer_node" (
    "balancer_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,

    CONSTRAINT "balancer_node_pkey" PRIMARY KEY ("balancer_id","node_id")
);

-- CreateTable
CREATE TABLE "remote" (
    "id" UUID NOT NULL,
    "node_id" UUID,
    "balancer_id" UUID,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "proto" TEXT NOT NULL DEFAULT 'udp',
    "position" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "remote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "protocol" TEXT NOT NULL DEFAULT 'none',
    "area" TEXT NOT NULL DEFAULT '0.0.0.0',
    "hello_seconds" INTEGER NOT NULL DEFAULT 1,
    "dead_seconds" INTEGER NOT NULL DEFAULT 4,
    "key_id" INTEGER NOT NULL DEFAULT 1,
    "local_as" BIGINT,
    "keepalive_seconds" INTEGER NOT NULL DEFAULT 1,
    "hold_seconds" INTEGER NOT NULL DEFAULT 3,

    CONSTRAINT "routing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_order" (
    "seq" BIGSERIAL NOT NULL,
    "node_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "common_name" TEXT NOT NULL,
    "client_id" INTEGER NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "device_id" UUID,
    "claimant_node_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "session_order_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "rollout" (
    "id" UUID NOT NULL,
    "state" "RolloutState" NOT NULL DEFAULT 'running',
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "sentence" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_step" (
    "rollout_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "node_id" UUID NOT NULL,
    "state" "RolloutStepState" NOT NULL DEFAULT 'waiting',
    "started_at" TIMESTAMPTZ(3),
    "healthy_at" TIMESTAMPTZ(3),
    "revision" BIGINT,
    "sentence" TEXT,

    CONSTRAINT "rollout_step_pkey" PRIMARY KEY ("rollout_id","n")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE UNIQUE INDEX "balancer_name_key" ON "balancer"("name");

-- CreateIndex
CREATE UNIQUE INDEX "balancer_join_token_hash_key" ON "balancer"("join_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "balancer_token_hash_key" ON "balancer"("token_hash");

-- CreateIndex
CREATE INDEX "balancer_node_node_id_idx" ON "balancer_node"("node_id");

-- CreateIndex
CREATE INDEX "remote_node_id_idx" ON "remote"("node_id");

-- CreateIndex
CREATE INDEX "remote_balancer_id_idx" ON "remote"("balancer_id");

-- CreateIndex
CREATE UNIQUE INDEX "remote_address_port_proto_key" ON "remote"("address", "port", "proto");

-- CreateIndex
CREATE INDEX "session_order_node_id_seq_idx" ON "session_order"("node_id", "seq");

-- CreateIndex
CREATE INDEX "session_order_device_id_at_idx" ON "session_order"("device_id", "at");

-- CreateIndex
CREATE INDEX "session_order_at_idx" ON "session_order"("at");

-- CreateIndex
CREATE INDEX "rollout_created_at_id_idx" ON "rollout"("created_at", "id");

-- CreateIndex
CREATE INDEX "rollout_step_node_id_idx" ON "rollout_step"("node_id");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_fingerprint_key" ON "certificate"("fingerprint");

-- CreateIndex
CREATE INDEX "device_contested_at_idx" ON "device"("contested_at");

-- CreateIndex
CREATE UNIQUE INDEX "node_router_id_key" ON "node"("router_id");

-- CreateIndex
CREATE INDEX "vpn_session_common_name_seen_idx" ON "vpn_session"("common_name", "seen");

-- CreateIndex
CREATE INDEX "vpn_session_since_node_id_client_id_idx" ON "vpn_session"("since", "node_id", "client_id");

-- CreateIndex
CREATE INDEX "vpn_session_seen_idx" ON "vpn_session"("seen");

-- AddForeignKey
ALTER TABLE "node" ADD CONSTRAINT "node_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "balancer" ADD CONSTRAINT "balancer_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "balancer_node" ADD CONSTRAINT "balancer_node_balancer_id_fkey" FOREIGN KEY ("balancer_id") REFERENCES "balancer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "balancer_node" ADD CONSTRAINT "balancer_node_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remote" ADD CONSTRAINT "remote_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remote" ADD CONSTRAINT "remote_balancer_id_fkey" FOREIGN KEY ("balancer_id") REFERENCES "balancer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_order" ADD CONSTRAINT "session_order_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_step" ADD CONSTRAINT "rollout_step_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_step" ADD CONSTRAINT "rollout_step_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A remote is of a node or of a balancer.
ALTER TABLE "remote" ADD CONSTRAINT "remote_of_one" CHECK (("node_id" IS NULL) <> ("balancer_id" IS NULL));
ALTER TABLE "remote" ADD CONSTRAINT "remote_weight" CHECK ("weight" BETWEEN 1 AND 10);

-- One rollout at a time.
CREATE UNIQUE INDEX "rollout_that_runs" ON "rollout" ((true)) WHERE "state" = 'running';

-- Nodes that are there stand in a site, and clients go on to dial them as they did.
INSERT INTO "site" ("id", "name", "created_at") SELECT gen_random_uuid(), 'Main', "created_at" FROM "cluster";
UPDATE "node" SET "site_id" = (SELECT "id" FROM "site"), "removed_at" = CASE WHEN "state" = 'removed' THEN now() END;
ALTER TABLE "node" ALTER COLUMN "site_id" SET NOT NULL;
INSERT INTO "remote" ("id", "node_id", "address", "port", "proto", "position", "created_at")
  SELECT gen_random_uuid(), "id", "address", "port", "proto", row_number() OVER (ORDER BY "name"), "created_at" FROM "node" WHERE "state" <> 'removed';
INSERT INTO "routing" ("id") VALUES (1);
