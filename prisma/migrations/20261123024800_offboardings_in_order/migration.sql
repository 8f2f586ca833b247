-- Many leave in one revision: their order needs who, too.
DROP INDEX "user_offboarding_waits";
CREATE INDEX "user_offboarding_waits" ON "user" ("offboard_revision", "id") WHERE "offboard_revision" IS NOT NULL AND "refused_at" IS NULL;
