-- Whose leave date has come is asked by a job alone. The list, which is filtered by facet, must not be able to take this index: where
-- statistics end before the date that a page begins with, as after an import, PostgreSQL expects nobody there, and reads everybody.
DROP INDEX "user_leaves_at_username_idx";
CREATE INDEX "user_leavers" ON "user" ("leaves_at", "username") WHERE "state" <> 'offboarded' AND "leaves_at" IS NOT NULL;
