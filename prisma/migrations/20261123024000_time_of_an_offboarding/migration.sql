-- When the last node had refused an offboarded user's devices: what /metrics measures, once for all portals.
ALTER TABLE "user" ADD COLUMN "refused_at" TIMESTAMPTZ(3);
CREATE INDEX "user_offboarding_waits" ON "user" ("offboard_revision") WHERE "offboard_revision" IS NOT NULL AND "refused_at" IS NULL;
