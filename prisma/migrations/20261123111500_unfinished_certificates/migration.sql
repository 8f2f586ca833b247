-- Serials that were reserved and never finished: the job that revokes them asks every 20 s, and there are next to none among all.
CREATE INDEX "certificate_unfinished" ON "certificate" ("serial") WHERE "der" IS NULL AND "revoked_at" IS NULL;
