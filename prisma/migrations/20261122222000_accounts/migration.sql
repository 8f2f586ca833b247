-- Lists of accounts go on from a row, in the order in which they were made.
CREATE INDEX "account_created_at_id_idx" ON "account" ("created_at", "id");
CREATE INDEX "account_role_created_at_id_idx" ON "account" ("role", "created_at", "id");

-- Found by the beginning of the e-mail address or of the name, whatever the database's collation.
CREATE INDEX "auth_user_email_prefix" ON "auth_user" ("email" text_pattern_ops);
CREATE INDEX "auth_user_name_prefix" ON "auth_user" (lower("name") text_pattern_ops);

-- One open link for an address.
CREATE UNIQUE INDEX "account_invitation_open" ON "account_invitation" ("email") WHERE "used_at" IS NULL AND "withdrawn_at" IS NULL;

-- The audit log calls a program by its token's name.
CREATE UNIQUE INDEX "api_token_name_key" ON "api_token" ("name");

-- Unlogged: after a crash a minute's counts begin anew.
CREATE UNLOGGED TABLE "request_count" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),
    CONSTRAINT "request_count_pkey" PRIMARY KEY ("key")
);
