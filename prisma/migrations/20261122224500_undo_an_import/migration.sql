-- An import can be taken back while nobody has used an invitation: users and devices go then, and are counted out.
CREATE FUNCTION "tally_gone_users"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "tally_delta" ("name", "n") SELECT 'user.' || "state", -count(*) FROM "then_rows" GROUP BY "state";
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_user_delete" AFTER DELETE ON "user" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_gone_users"();

CREATE FUNCTION "tally_gone_devices"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "tally_delta" ("name", "n") SELECT 'device', -count(*) FROM "then_rows" WHERE "removed_at" IS NULL HAVING count(*) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_device_delete" AFTER DELETE ON "device" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_gone_devices"();

-- Whether an imported e-mail address is somebody's already.
CREATE INDEX "user_email_folded" ON "user" (lower("email"));
-- The list of runs, newest first.
CREATE INDEX "run_created_at_id_idx" ON "run" ("created_at", "id");
