-- The account that a token acts for: it may do no more than that account may now, and nothing once it is gone.
ALTER TABLE "api_token" ADD COLUMN "maker_id" UUID;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_maker_id_fkey" FOREIGN KEY ("maker_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "api_token_maker_id_idx" ON "api_token" ("maker_id");

-- Those that are there: the account of the name that made them, or that made the token that did. An account that came later under the
-- same e-mail address is somebody else's.
WITH RECURSIVE made AS (
  SELECT t.id, t.name, a.id AS maker
    FROM api_token t JOIN auth_user u ON u.email = t.created_by JOIN account a ON a.auth_user_id = u.id AND a.created_at <= t.created_at
  UNION
  SELECT t.id, t.name, made.maker FROM api_token t JOIN made ON t.created_by = 'token ' || made.name
)
UPDATE api_token SET maker_id = made.maker FROM made WHERE made.id = api_token.id;
