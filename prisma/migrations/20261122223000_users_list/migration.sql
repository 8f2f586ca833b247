-- What the list of users is filtered and sorted by, so that each page of it is read through an index.
ALTER TABLE "user" ADD COLUMN "device_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "user" ADD COLUMN "unused_invitations" INTEGER NOT NULL DEFAULT 0;
-- Without marks and in small letters, so that Élodie stands beside Elodie whatever the database's collation.
ALTER TABLE "user" ADD COLUMN "name_order" TEXT GENERATED ALWAYS AS
  (left(lower(regexp_replace(normalize("name", NFKD), '[\u0300-\u036F]', '', 'g')), 80)) STORED;
-- <username>.<device>.<n>: a username has dots itself, the last two split it.
ALTER TABLE "vpn_session" ADD COLUMN "username" TEXT GENERATED ALWAYS AS
  (regexp_replace("common_name", '\.[^.]*\.[^.]*$', '')) STORED;
CREATE INDEX "vpn_session_username" ON "vpn_session" ("username", "common_name");

CREATE INDEX "user_name_order" ON "user" ("name_order", "username");
CREATE INDEX "user_state_name_order" ON "user" ("state", "name_order", "username");
CREATE INDEX "user_leaving_username" ON "user" ("username") WHERE "leaves_at" IS NOT NULL AND "state" <> 'offboarded';
CREATE INDEX "user_leaving_name" ON "user" ("name_order", "username") WHERE "leaves_at" IS NOT NULL AND "state" <> 'offboarded';
CREATE INDEX "user_leaving_added" ON "user" ("created_at", "username") WHERE "leaves_at" IS NOT NULL AND "state" <> 'offboarded';
CREATE INDEX "user_invited_username" ON "user" ("username") WHERE "unused_invitations" > 0;
CREATE INDEX "user_invited_name" ON "user" ("name_order", "username") WHERE "unused_invitations" > 0;
CREATE INDEX "user_invited_added" ON "user" ("created_at", "username") WHERE "unused_invitations" > 0;
CREATE INDEX "user_no_device_username" ON "user" ("username") WHERE "device_count" = 0 AND "state" <> 'offboarded';
CREATE INDEX "user_no_device_name" ON "user" ("name_order", "username") WHERE "device_count" = 0 AND "state" <> 'offboarded';
CREATE INDEX "user_no_device_added" ON "user" ("created_at", "username") WHERE "device_count" = 0 AND "state" <> 'offboarded';

-- Whoever adds or removes a device, or makes, uses or withdraws an invitation, has the user's row locked already.
CREATE FUNCTION "count_devices"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE "user" "u" SET "device_count" = "u"."device_count" + "t"."d"
      FROM (SELECT "user_id", count(*) AS "d" FROM "now_rows" WHERE "removed_at" IS NULL GROUP BY "user_id") "t" WHERE "u"."id" = "t"."user_id";
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE "user" "u" SET "device_count" = "u"."device_count" - "t"."d"
      FROM (SELECT "user_id", count(*) AS "d" FROM "then_rows" WHERE "removed_at" IS NULL GROUP BY "user_id") "t" WHERE "u"."id" = "t"."user_id";
  ELSE
    UPDATE "user" "u" SET "device_count" = "u"."device_count" + "t"."d"
      FROM (SELECT "user_id", sum("d") AS "d" FROM
        (SELECT "user_id", 1 AS "d" FROM "now_rows" WHERE "removed_at" IS NULL
         UNION ALL SELECT "user_id", -1 FROM "then_rows" WHERE "removed_at" IS NULL) "x" GROUP BY "user_id" HAVING sum("d") <> 0) "t"
      WHERE "u"."id" = "t"."user_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "count_device_insert" AFTER INSERT ON "device" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_devices"();
CREATE TRIGGER "count_device_delete" AFTER DELETE ON "device" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_devices"();
CREATE TRIGGER "count_device_update" AFTER UPDATE ON "device" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_devices"();

CREATE FUNCTION "count_invitations"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE "user" "u" SET "unused_invitations" = "u"."unused_invitations" + "t"."d"
      FROM (SELECT "user_id", count(*) AS "d" FROM "now_rows" "i" JOIN "device" ON "device"."id" = "i"."device_id"
        WHERE "i"."used_at" IS NULL AND "i"."withdrawn_at" IS NULL GROUP BY "user_id") "t" WHERE "u"."id" = "t"."user_id";
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE "user" "u" SET "unused_invitations" = "u"."unused_invitations" - "t"."d"
      FROM (SELECT "user_id", count(*) AS "d" FROM "then_rows" "i" JOIN "device" ON "device"."id" = "i"."device_id"
        WHERE "i"."used_at" IS NULL AND "i"."withdrawn_at" IS NULL GROUP BY "user_id") "t" WHERE "u"."id" = "t"."user_id";
  ELSE
    UPDATE "user" "u" SET "unused_invitations" = "u"."unused_invitations" + "t"."d"
      FROM (SELECT "user_id", sum("d") AS "d" FROM
        (SELECT "device_id", 1 AS "d" FROM "now_rows" WHERE "used_at" IS NULL AND "withdrawn_at" IS NULL
         UNION ALL SELECT "device_id", -1 FROM "then_rows" WHERE "used_at" IS NULL AND "withdrawn_at" IS NULL) "x"
        JOIN "device" ON "device"."id" = "x"."device_id" GROUP BY "user_id" HAVING sum("d") <> 0) "t"
      WHERE "u"."id" = "t"."user_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "count_invitation_insert" AFTER INSERT ON "invitation" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_invitations"();
CREATE TRIGGER "count_invitation_delete" AFTER DELETE ON "invitation" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_invitations"();
CREATE TRIGGER "count_invitation_update" AFTER UPDATE ON "invitation" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_invitations"();

-- What was there before.
UPDATE "user" "u" SET
  "device_count" = (SELECT count(*) FROM "device" "d" WHERE "d"."user_id" = "u"."id" AND "d"."removed_at" IS NULL),
  "unused_invitations" = (SELECT count(*) FROM "invitation" "i" JOIN "device" "d" ON "d"."id" = "i"."device_id"
    WHERE "d"."user_id" = "u"."id" AND "i"."used_at" IS NULL AND "i"."withdrawn_at" IS NULL);

-- As lib/users/search-terms.ts folds them.
DELETE FROM "search_term";
INSERT INTO "search_term" ("term", "user_id")
  SELECT DISTINCT left(array_to_string("w"[i:] || CASE WHEN "k" = 'name' THEN "w"[:i - 1] ELSE '{}' END, ' '), 120), "id"
  FROM (SELECT "u"."id", "k", regexp_split_to_array(trim(regexp_replace(
          regexp_replace(lower(regexp_replace(normalize("t", NFKD), '[\u0300-\u036F]', '', 'g')), '[''’‘ʼ`´]', '', 'g'),
          '[^[:alnum:]]+', ' ', 'g')), ' ') AS "w"
        FROM "user" "u", LATERAL (VALUES ('name', "u"."name"), ('username', "u"."username"), ('email', "u"."email")) "facts"("k", "t")
        WHERE "t" IS NOT NULL) "folded", LATERAL generate_subscripts("w", 1) "i"
  WHERE "w"["i"] <> '';
