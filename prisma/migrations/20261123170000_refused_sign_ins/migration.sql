-- Whose account a refused sign-in was about, where the e-mail address was somebody's.
ALTER TABLE "security_event" ADD COLUMN "account_id" UUID;
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
-- The list of all, the list of one account, and what is counted before each sign-in. The first is no way to one account's: where an
-- account had most of them yesterday and others have them today, PostgreSQL would read all of today's.
DROP INDEX "security_event_at_idx";
CREATE INDEX "security_event_refused" ON "security_event" ("at", "id") WHERE "kind" = 'sign-in.refused';
CREATE INDEX "security_event_account_id_at_id_idx" ON "security_event"("account_id", "at", "id");
CREATE INDEX "security_event_detail_at_idx" ON "security_event"("detail", "at");
