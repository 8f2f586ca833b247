-- Profiles by the list of remotes that they have, so that those with another list than the one in force are found without reading the
-- rest. One that is being renewed is not among them: its owner gets another profile anyway. Of one of before nobody knows: ''.
CREATE INDEX "certificate_by_profile_remotes" ON "certificate" ((coalesce("profile_remotes", '')), "common_name")
  WHERE "kind" = 'device' AND "revision" IS NOT NULL AND "removal_revision" IS NULL AND "overlap_ends_at" IS NULL;
