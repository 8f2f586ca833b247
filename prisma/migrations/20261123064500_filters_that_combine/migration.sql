-- The filters of the list of users combine: all that they ask about somebody is one number, and a page is read through an index that
-- begins with it, merged in the list's order from one stretch for each number that the filters allow (lib/users/facets.ts).

-- How many VPN sessions somebody has, so that who is connected is a fact of their row. What a node reports never waits for whoever has
-- that row locked: what cannot be counted at once is left in "user_session_delta", which a job adds within a second.
ALTER TABLE "user" ADD COLUMN "vpn_session_count" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "user_session_delta" (
  "id" BIGSERIAL NOT NULL,
  "user_id" UUID NOT NULL,
  "n" INTEGER NOT NULL,
  CONSTRAINT "user_session_delta_pkey" PRIMARY KEY ("id")
);

CREATE FUNCTION "add_user_sessions"("who" UUID[], "by" INTEGER[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH "asked" AS (SELECT "id", sum("d")::integer AS "d" FROM unnest("who", "by") "t"("id", "d") GROUP BY "id" HAVING sum("d") <> 0),
    "free" AS (SELECT "u"."id" FROM "user" "u" WHERE "u"."id" IN (SELECT "id" FROM "asked") FOR NO KEY UPDATE SKIP LOCKED),
    "later" AS (INSERT INTO "user_session_delta" ("user_id", "n")
      SELECT "a"."id", "a"."d" FROM "asked" "a" WHERE NOT EXISTS (SELECT 1 FROM "free" WHERE "free"."id" = "a"."id"))
  UPDATE "user" "u" SET "vpn_session_count" = "u"."vpn_session_count" + "a"."d"
    FROM "asked" "a" JOIN "free" ON "free"."id" = "a"."id" WHERE "u"."id" = "a"."id";
END $$;

CREATE FUNCTION "count_user_sessions"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM "add_user_sessions"(array_agg("u"."id"), array_agg("t"."n")) FROM
      (SELECT "username", count(*)::integer AS "n" FROM "now_rows" GROUP BY "username") "t" JOIN "user" "u" ON "u"."username" = "t"."username";
  ELSE
    PERFORM "add_user_sessions"(array_agg("u"."id"), array_agg("t"."n")) FROM
      (SELECT "username", -count(*)::integer AS "n" FROM "then_rows" GROUP BY "username") "t" JOIN "user" "u" ON "u"."username" = "t"."username";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "count_user_session_insert" AFTER INSERT ON "vpn_session" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_user_sessions"();
CREATE TRIGGER "count_user_session_delete" AFTER DELETE ON "vpn_session" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_user_sessions"();

-- What was there before.
UPDATE "user" "u" SET "vpn_session_count" = "s"."n"
  FROM (SELECT "username", count(*)::integer AS "n" FROM "vpn_session" GROUP BY "username") "s" WHERE "u"."username" = "s"."username";

ALTER TABLE "user" ADD COLUMN "facet" SMALLINT NOT NULL GENERATED ALWAYS AS (
  CASE WHEN "state" = 'active' THEN 0 WHEN "state" = 'suspended' THEN 16 ELSE 32 END
  + CASE WHEN "vpn_session_count" > 0 THEN 8 ELSE 0 END
  + CASE WHEN "unused_invitations" > 0 THEN 4 ELSE 0 END
  + CASE WHEN "leaves_at" IS NOT NULL THEN 2 ELSE 0 END
  + CASE WHEN "device_count" > 0 THEN 1 ELSE 0 END) STORED;

DROP INDEX "user_leaving_username";
DROP INDEX "user_leaving_name";
DROP INDEX "user_leaving_added";
DROP INDEX "user_invited_username";
DROP INDEX "user_invited_name";
DROP INDEX "user_invited_added";
DROP INDEX "user_no_device_username";
DROP INDEX "user_no_device_name";
DROP INDEX "user_no_device_added";
DROP INDEX "user_state_name_order";
DROP INDEX "user_state_username_idx";
DROP INDEX "user_state_name_username_idx";
DROP INDEX "user_state_created_at_username_idx";
CREATE INDEX "user_facet_name" ON "user" ("facet", "name_order", "username");
CREATE INDEX "user_facet_username" ON "user" ("facet", "username");
CREATE INDEX "user_facet_added" ON "user" ("facet", "created_at", "username");
CREATE INDEX "user_facet_leaves" ON "user" ("facet", "leaves_at", "username") WHERE "leaves_at" IS NOT NULL;
