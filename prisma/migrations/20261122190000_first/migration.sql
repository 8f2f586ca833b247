-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'operator', 'auditor', 'none');

-- CreateEnum
CREATE TYPE "PairState" AS ENUM ('free', 'assigned', 'quarantined');

-- CreateEnum
CREATE TYPE "UserState" AS ENUM ('active', 'suspended', 'offboarded');

-- CreateEnum
CREATE TYPE "AuthorityKind" AS ENUM ('root', 'issuing');

-- CreateEnum
CREATE TYPE "CertificateKind" AS ENUM ('device', 'node');

-- CreateEnum
CREATE TYPE "NodeState" AS ENUM ('joining', 'active', 'removed');

-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_credential" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "auth_user_id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "keyring" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "installation_id" UUID NOT NULL,
    "kek_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "keyring_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_token" (
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "secret" (
    "purpose" TEXT NOT NULL,
    "kek_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("purpose")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "uuid" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "audit_seq" BIGINT NOT NULL DEFAULT 0,
    "audit_head" TEXT NOT NULL,
    "name_servers" TEXT[],
    "search_domains" TEXT[],
    "routes4" TEXT[],
    "routes6" TEXT[],
    "bundle_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_pool" (
    "id" SERIAL NOT NULL,
    "ipv4" TEXT NOT NULL,
    "ipv6" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "address_pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_pair" (
    "pool_id" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "ipv4" TEXT NOT NULL,
    "ipv6" TEXT NOT NULL,
    "state" "PairState" NOT NULL DEFAULT 'free',
    "device_id" UUID,
    "released_at" TIMESTAMPTZ(3),
    "release_revision" BIGINT,

    CONSTRAINT "address_pair_pkey" PRIMARY KEY ("pool_id","index")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "state" "UserState" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "offboarded_at" TIMESTAMPTZ(3),
    "offboard_revision" BIGINT,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "last_number" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "ipv4" TEXT NOT NULL,
    "ipv6" TEXT NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "serial" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "authority" (
    "id" SERIAL NOT NULL,
    "kind" "AuthorityKind" NOT NULL,
    "generation" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "der" BYTEA NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "key_offline_at" TIMESTAMPTZ(3),
    "last_sequence" INTEGER NOT NULL DEFAULT 0,
    "crl_due" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "authority_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crl" (
    "authority_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "this_update" TIMESTAMPTZ(3) NOT NULL,
    "next_update" TIMESTAMPTZ(3) NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "last_sequence" INTEGER NOT NULL,
    "expired_before" TIMESTAMPTZ(3) NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "crl_pkey" PRIMARY KEY ("authority_id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "serial" TEXT NOT NULL,
    "kind" "CertificateKind" NOT NULL,
    "authority_id" INTEGER NOT NULL,
    "common_name" TEXT NOT NULL,
    "device_id" UUID,
    "node_id" UUID,
    "spki_sha256" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "der" BYTEA,
    "revision" BIGINT,
    "removal_revision" BIGINT,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "revocation" (
    "serial" TEXT NOT NULL,
    "authority_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "reason" INTEGER NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" TEXT NOT NULL,

    CONSTRAINT "revocation_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "node" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "proto" TEXT NOT NULL DEFAULT 'udp',
    "interface" TEXT NOT NULL DEFAULT 'tun0',
    "state" "NodeState" NOT NULL DEFAULT 'joining',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "join_token_hash" TEXT,
    "join_expires_at" TIMESTAMPTZ(3),
    "node_token_hash" TEXT,
    "enrolled_at" TIMESTAMPTZ(3),
    "enrolled_revision" BIGINT,
    "reported_at" TIMESTAMPTZ(3),
    "epoch" INTEGER,
    "revision" BIGINT,
    "digest" TEXT,
    "crl_number" BIGINT,
    "crl_this_update" TIMESTAMPTZ(3),
    "crl_next_update" TIMESTAMPTZ(3),
    "clock_offset_ms" INTEGER,
    "agent_version" TEXT,
    "openvpn_version" TEXT,
    "openvpn_running" BOOLEAN,
    "faults" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "node_id" UUID NOT NULL,
    "common_name" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "barriers" TEXT NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,
    "clear_at" TIMESTAMPTZ(3),
    "refused_received_at" TIMESTAMPTZ(3) NOT NULL,
    "clear_received_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("node_id","common_name")
);

-- CreateTable
CREATE TABLE "vpn_session" (
    "node_id" UUID NOT NULL,
    "client_id" INTEGER NOT NULL,
    "common_name" TEXT NOT NULL,
    "ipv4" TEXT,
    "ipv6" TEXT,
    "source" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "bytes_out" BIGINT NOT NULL,

    CONSTRAINT "vpn_session_pkey" PRIMARY KEY ("node_id","client_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "source" TEXT,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "security_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT,
    "detail" TEXT NOT NULL,

    CONSTRAINT "security_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "caller" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("caller","route","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_credential_user_id_idx" ON "auth_credential"("user_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "account_auth_user_id_key" ON "account"("auth_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_uuid_key" ON "cluster"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "address_pool_ipv4_key" ON "address_pool"("ipv4");

-- CreateIndex
CREATE UNIQUE INDEX "address_pool_ipv6_key" ON "address_pool"("ipv6");

-- CreateIndex
CREATE UNIQUE INDEX "address_pair_ipv4_key" ON "address_pair"("ipv4");

-- CreateIndex
CREATE UNIQUE INDEX "address_pair_ipv6_key" ON "address_pair"("ipv6");

-- CreateIndex
CREATE UNIQUE INDEX "address_pair_device_id_key" ON "address_pair"("device_id");

-- CreateIndex
CREATE INDEX "address_pair_state_pool_id_index_idx" ON "address_pair"("state", "pool_id", "index");

-- CreateIndex
CREATE UNIQUE INDEX "user_username_key" ON "user"("username");

-- CreateIndex
CREATE INDEX "user_created_at_idx" ON "user"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_user_id_name_key" ON "device"("user_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_serial_key" ON "invitation"("serial");

-- CreateIndex
CREATE INDEX "invitation_device_id_idx" ON "invitation"("device_id");

-- CreateIndex
CREATE UNIQUE INDEX "authority_subject_key" ON "authority"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "authority_serial_key" ON "authority"("serial");

-- CreateIndex
CREATE UNIQUE INDEX "authority_kind_generation_key" ON "authority"("kind", "generation");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_spki_sha256_key" ON "certificate"("spki_sha256");

-- CreateIndex
CREATE INDEX "certificate_common_name_idx" ON "certificate"("common_name");

-- CreateIndex
CREATE INDEX "certificate_device_id_idx" ON "certificate"("device_id");

-- CreateIndex
CREATE INDEX "certificate_node_id_idx" ON "certificate"("node_id");

-- CreateIndex
CREATE INDEX "certificate_not_after_idx" ON "certificate"("not_after");

-- CreateIndex
CREATE UNIQUE INDEX "revocation_authority_id_sequence_key" ON "revocation"("authority_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "node_name_key" ON "node"("name");

-- CreateIndex
CREATE UNIQUE INDEX "node_join_token_hash_key" ON "node"("join_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "node_node_token_hash_key" ON "node"("node_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "node_address_port_proto_key" ON "node"("address", "port", "proto");

-- CreateIndex
CREATE INDEX "receipt_common_name_idx" ON "receipt"("common_name");

-- CreateIndex
CREATE INDEX "vpn_session_common_name_idx" ON "vpn_session"("common_name");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_hash_key" ON "audit_entry"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_subject_idx" ON "audit_entry"("subject");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "security_event_at_idx" ON "security_event"("at");

-- CreateIndex
CREATE INDEX "idempotency_key_at_idx" ON "idempotency_key"("at");

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_credential" ADD CONSTRAINT "auth_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_auth_user_id_fkey" FOREIGN KEY ("auth_user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_pair" ADD CONSTRAINT "address_pair_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "address_pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_pair" ADD CONSTRAINT "address_pair_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_serial_fkey" FOREIGN KEY ("serial") REFERENCES "certificate"("serial") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crl" ADD CONSTRAINT "crl_authority_id_fkey" FOREIGN KEY ("authority_id") REFERENCES "authority"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_authority_id_fkey" FOREIGN KEY ("authority_id") REFERENCES "authority"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_serial_fkey" FOREIGN KEY ("serial") REFERENCES "certificate"("serial") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_authority_id_fkey" FOREIGN KEY ("authority_id") REFERENCES "authority"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vpn_session" ADD CONSTRAINT "vpn_session_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

