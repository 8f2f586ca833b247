-- What Prisma's schema cannot say.
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_one_row" CHECK ("id" = 1);
ALTER TABLE "keyring" ADD CONSTRAINT "keyring_one_row" CHECK ("id" = 1);
-- I1: a pair is assigned exactly when it has a device; the halves are one row and cannot part.
ALTER TABLE "address_pair" ADD CONSTRAINT "address_pair_device_iff_assigned"
  CHECK (("state" = 'assigned') = ("device_id" IS NOT NULL));
-- A pair in quarantine says since when and since which revision (I2).
ALTER TABLE "address_pair" ADD CONSTRAINT "address_pair_quarantine_says_since_when"
  CHECK ("state" <> 'quarantined' OR ("released_at" IS NOT NULL AND "release_revision" IS NOT NULL));
-- A leaf belongs to a device or to a node.
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_one_owner"
  CHECK (("kind" = 'device' AND "device_id" IS NOT NULL AND "node_id" IS NULL) OR ("kind" = 'node' AND "node_id" IS NOT NULL AND "device_id" IS NULL));
-- A device's common name is made once (nodes keep theirs over renewals).
CREATE UNIQUE INDEX "certificate_device_common_name" ON "certificate" ("common_name") WHERE "kind" = 'device';
-- Revocations are facts: nobody deletes or changes one (I5).
CREATE FUNCTION "refuse_change_of_fact"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % is a fact and cannot be changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "revocation_is_a_fact" BEFORE UPDATE OR DELETE ON "revocation" FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_fact"();
