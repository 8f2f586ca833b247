-- E-mail addresses that were there before, as lib/users/search-terms.ts folds them: the @ stays, so that "ann.smith@" finds no other Ann Smith.
INSERT INTO "search_term" ("term", "user_id")
  SELECT left(trim(regexp_replace(lower("email"), '[^[:alnum:]@]+', ' ', 'g')), 120), "id" FROM "user" WHERE "email" IS NOT NULL
  ON CONFLICT DO NOTHING;
