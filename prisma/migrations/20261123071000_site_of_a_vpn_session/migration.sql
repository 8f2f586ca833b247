-- The site of the session's node, so that a site's list is read through one index however many nodes stand there.
ALTER TABLE "vpn_session" ADD COLUMN "site_id" UUID;
UPDATE "vpn_session" "s" SET "site_id" = "n"."site_id" FROM "node" "n" WHERE "n"."id" = "s"."node_id";
ALTER TABLE "vpn_session" ALTER COLUMN "site_id" SET NOT NULL;
CREATE INDEX "vpn_session_site_id_since_seen_idx" ON "vpn_session" ("site_id", "since", "seen");
CREATE INDEX "vpn_session_site_id_common_name_seen_idx" ON "vpn_session" ("site_id", "common_name", "seen");

-- Whoever writes a node's sessions has its row locked, and so has who moves it to another site.
CREATE FUNCTION "site_of_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT "site_id" INTO NEW."site_id" FROM "node" WHERE "id" = NEW."node_id";
  RETURN NEW;
END $$;
CREATE TRIGGER "site_of_session" BEFORE INSERT ON "vpn_session" FOR EACH ROW EXECUTE FUNCTION "site_of_session"();

CREATE FUNCTION "sessions_move_site"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "vpn_session" SET "site_id" = NEW."site_id" WHERE "node_id" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "sessions_move_site" AFTER UPDATE OF "site_id" ON "node" FOR EACH ROW
  WHEN (OLD."site_id" IS DISTINCT FROM NEW."site_id") EXECUTE FUNCTION "sessions_move_site"();

-- A node that nobody had heard of when a rollout passed has its turn when it is back.
ALTER TABLE "rollout_step" ADD COLUMN "owed" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "rollout_step_owed" ON "rollout_step" ("node_id") WHERE "owed";
