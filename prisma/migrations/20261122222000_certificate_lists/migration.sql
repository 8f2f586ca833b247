-- Lists of certificates by state, each in an order that an index has: when it was revoked stands on the certificate itself, written by
-- the database with each revocation.
ALTER TABLE "certificate" ADD COLUMN "revoked_at" TIMESTAMPTZ(3);
UPDATE "certificate" SET "revoked_at" = r."revoked_at" FROM "revocation" r WHERE r."serial" = "certificate"."serial";

CREATE FUNCTION "note_revocations"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "certificate" SET "revoked_at" = n."revoked_at" FROM "now_rows" n WHERE n."serial" = "certificate"."serial";
  RETURN NULL;
END $$;
CREATE TRIGGER "note_revocation_insert" AFTER INSERT ON "revocation" REFERENCING NEW TABLE AS "now_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_revocations"();

CREATE INDEX "certificate_list_name" ON "certificate" ("common_name", "serial");
CREATE INDEX "certificate_list_issued" ON "certificate" ("reserved_at", "serial");
CREATE INDEX "certificate_list_ends" ON "certificate" ("not_after", "serial");
CREATE INDEX "certificate_list_good_ends" ON "certificate" ("not_after", "serial") WHERE "revoked_at" IS NULL AND "issued_at" IS NOT NULL;
CREATE INDEX "certificate_list_revoked" ON "certificate" ("revoked_at", "serial") WHERE "revoked_at" IS NOT NULL;
