-- CreateEnum
CREATE TYPE "RemovalCause" AS ENUM ('suspended', 'offboarded', 'revoked', 'lost', 'superseded', 'expired');

-- CreateTable
CREATE TABLE "removal" (
    "serial" TEXT NOT NULL,
    "common_name" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "cause" "RemovalCause" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "end_revision" BIGINT,

    CONSTRAINT "removal_pkey" PRIMARY KEY ("serial","revision")
);

-- CreateIndex
CREATE INDEX "removal_common_name_revision_idx" ON "removal"("common_name", "revision");

-- AddForeignKey
ALTER TABLE "removal" ADD CONSTRAINT "removal_serial_fkey" FOREIGN KEY ("serial") REFERENCES "certificate"("serial") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was removed before.
INSERT INTO "removal" ("serial", "common_name", "revision", "cause", "at")
  SELECT c."serial", c."common_name", c."removal_revision",
    (CASE WHEN v."serial" IS NULL THEN 'expired' WHEN u."offboard_revision" = c."removal_revision" THEN 'offboarded' ELSE 'revoked' END)::"RemovalCause",
    CASE WHEN u."offboard_revision" = c."removal_revision" THEN u."offboarded_at" ELSE coalesce(v."revoked_at", c."not_after") END
  FROM "certificate" c JOIN "device" d ON d."id" = c."device_id" JOIN "user" u ON u."id" = d."user_id"
    LEFT JOIN "revocation" v ON v."serial" = c."serial"
  WHERE c."revision" IS NOT NULL AND c."removal_revision" IS NOT NULL;

-- What the portal asks every second: whose overlap is over.
CREATE INDEX "certificate_overlap_over" ON "certificate" ("overlap_ends_at", "serial") WHERE "overlap_ends_at" IS NOT NULL;
-- A user's history has what was done to many at once: their names stand in its details.
CREATE INDEX "audit_entry_users" ON "audit_entry" USING gin (("details" -> 'users') jsonb_path_ops);
