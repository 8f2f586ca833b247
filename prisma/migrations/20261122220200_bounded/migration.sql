-- The overview asks which profiles end soon, and who may still be admitted by a node that is silent: each by an index, a few rows at a time.
CREATE INDEX "certificate_admitted_ends" ON "certificate" ("not_after", "serial")
  WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL;
CREATE INDEX "certificate_removed_at" ON "certificate" ("removal_revision") WHERE "removal_revision" IS NOT NULL;
