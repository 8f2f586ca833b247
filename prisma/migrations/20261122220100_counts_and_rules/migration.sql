-- What Prisma's schema cannot say.
ALTER TABLE "settings" ADD CONSTRAINT "settings_one_row" CHECK ("id" = 1);
INSERT INTO "settings" ("id") VALUES (1);

-- Found by their beginning, whatever the database's collation.
CREATE INDEX "search_term_prefix" ON "search_term" ("term" text_pattern_ops, "user_id");
CREATE INDEX "device_ipv4_prefix" ON "device" ("ipv4" text_pattern_ops);
CREATE INDEX "device_ipv6_prefix" ON "device" ("ipv6" text_pattern_ops);
CREATE INDEX "certificate_common_name_prefix" ON "certificate" ("common_name" text_pattern_ops);
CREATE INDEX "certificate_serial_prefix" ON "certificate" ("serial" text_pattern_ops);

-- One alert at a time about the same thing.
CREATE UNIQUE INDEX "alert_open" ON "alert" ("code", "subject") WHERE "cleared_at" IS NULL;

-- A user's devices are limited by the settings, whoever inserts them. The user's row is locked, so that two at once are counted.
CREATE FUNCTION "hold_device_limit"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer; present integer;
BEGIN
  PERFORM 1 FROM "user" WHERE "id" = NEW."user_id" FOR UPDATE;
  SELECT "device_limit" INTO most FROM "settings" WHERE "id" = 1;
  SELECT count(*) INTO present FROM "device" WHERE "user_id" = NEW."user_id" AND "removed_at" IS NULL;
  IF present >= most THEN
    RAISE EXCEPTION 'the user has % devices, which is the limit', present USING ERRCODE = 'check_violation', CONSTRAINT = 'device_limit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "device_limit" BEFORE INSERT ON "device" FOR EACH ROW EXECUTE FUNCTION "hold_device_limit"();

-- Counts. Each statement leaves what it adds and takes in tally_delta, which needs no lock; commit() folds them into tally under the
-- cluster's lock. A count is tally plus what tally_delta still has.
CREATE FUNCTION "tally_users"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "tally_delta" ("name", "n") SELECT 'user.' || "state", count(*) FROM "now_rows" GROUP BY "state";
  ELSE
    INSERT INTO "tally_delta" ("name", "n") SELECT 'user.' || "state", sum("d") FROM
      (SELECT "state", 1 AS "d" FROM "now_rows" UNION ALL SELECT "state", -1 FROM "then_rows") "t" GROUP BY "state" HAVING sum("d") <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_user_insert" AFTER INSERT ON "user" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_users"();
CREATE TRIGGER "tally_user_update" AFTER UPDATE ON "user" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_users"();

CREATE FUNCTION "tally_devices"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "tally_delta" ("name", "n") SELECT 'device', count(*) FROM "now_rows" WHERE "removed_at" IS NULL HAVING count(*) <> 0;
  ELSE
    INSERT INTO "tally_delta" ("name", "n") SELECT 'device', sum("d") FROM
      (SELECT 1 AS "d" FROM "now_rows" WHERE "removed_at" IS NULL UNION ALL SELECT -1 FROM "then_rows" WHERE "removed_at" IS NULL) "t" HAVING sum("d") <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_device_insert" AFTER INSERT ON "device" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_devices"();
CREATE TRIGGER "tally_device_update" AFTER UPDATE ON "device" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_devices"();

CREATE FUNCTION "tally_pairs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "tally_delta" ("name", "n") SELECT 'pair.' || "pool_id" || '.' || "state", count(*) FROM "now_rows" GROUP BY "pool_id", "state";
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "tally_delta" ("name", "n") SELECT 'pair.' || "pool_id" || '.' || "state", -count(*) FROM "then_rows" GROUP BY "pool_id", "state";
  ELSE
    INSERT INTO "tally_delta" ("name", "n") SELECT 'pair.' || "pool_id" || '.' || "state", sum("d") FROM
      (SELECT "pool_id", "state", 1 AS "d" FROM "now_rows" UNION ALL SELECT "pool_id", "state", -1 FROM "then_rows") "t"
      GROUP BY "pool_id", "state" HAVING sum("d") <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_pair_insert" AFTER INSERT ON "address_pair" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_pairs"();
CREATE TRIGGER "tally_pair_delete" AFTER DELETE ON "address_pair" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_pairs"();
CREATE TRIGGER "tally_pair_update" AFTER UPDATE ON "address_pair" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_pairs"();

-- Admitted: in the bundles. Issued: signed and kept.
CREATE FUNCTION "tally_certificates"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "tally_delta" ("name", "n") SELECT "name", sum("d") FROM (
    SELECT 'certificate.issued' AS "name", 1 AS "d" FROM "now_rows" WHERE "der" IS NOT NULL
    UNION ALL SELECT 'certificate.issued', -1 FROM "then_rows" WHERE "der" IS NOT NULL
    UNION ALL SELECT 'certificate.admitted', 1 FROM "now_rows" WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL
    UNION ALL SELECT 'certificate.admitted', -1 FROM "then_rows" WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL
  ) "t" GROUP BY "name" HAVING sum("d") <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION "tally_new_certificates"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "tally_delta" ("name", "n") SELECT 'certificate.issued', count(*) FROM "now_rows" WHERE "der" IS NOT NULL HAVING count(*) <> 0;
  INSERT INTO "tally_delta" ("name", "n") SELECT 'certificate.admitted', count(*) FROM "now_rows"
    WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL HAVING count(*) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_certificate_insert" AFTER INSERT ON "certificate" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_new_certificates"();
CREATE TRIGGER "tally_certificate_update" AFTER UPDATE ON "certificate" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_certificates"();

CREATE FUNCTION "tally_revocations"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "tally_delta" ("name", "n") SELECT 'certificate.revoked', count(*) FROM "now_rows" HAVING count(*) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "tally_revocation_insert" AFTER INSERT ON "revocation" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "tally_revocations"();

-- What was there before.
INSERT INTO "tally" SELECT 'user.' || "state", count(*) FROM "user" GROUP BY "state";
INSERT INTO "tally" SELECT 'device', count(*) FROM "device" WHERE "removed_at" IS NULL;
INSERT INTO "tally" SELECT 'pair.' || "pool_id" || '.' || "state", count(*) FROM "address_pair" GROUP BY "pool_id", "state";
INSERT INTO "tally" SELECT 'certificate.issued', count(*) FROM "certificate" WHERE "der" IS NOT NULL;
INSERT INTO "tally" SELECT 'certificate.admitted', count(*) FROM "certificate" WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL;
INSERT INTO "tally" SELECT 'certificate.revoked', count(*) FROM "revocation";
-- Names and e-mail of users that were there before; new ones come from lib/users/search-terms.ts, which also folds accents.
INSERT INTO "search_term" ("term", "user_id")
  SELECT DISTINCT "t"."term", "u"."id" FROM "user" "u", LATERAL (
    SELECT lower("u"."name") AS "term" UNION SELECT lower("u"."username") UNION SELECT lower("u"."email")
    UNION SELECT unnest(string_to_array(lower("u"."name"), ' ')) UNION SELECT unnest(string_to_array("u"."username", '.'))) "t"
  WHERE "t"."term" IS NOT NULL AND "t"."term" <> '';
