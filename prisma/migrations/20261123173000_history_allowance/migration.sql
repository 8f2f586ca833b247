-- How many ended VPN sessions of a node went into the history within an hour: no node fills the database.
ALTER TABLE "node" ADD COLUMN "history_hour" TIMESTAMPTZ(3), ADD COLUMN "history_count" INTEGER NOT NULL DEFAULT 0;
