-- How many pairs of each state each block of a pool has: 128 indexes, and 16,384 (128 blocks). The map of a pool of 262,144 pairs
-- then reads 128 rows, not 262,144. Kept as tally is: statements leave what they change in a table of differences, which needs no lock
-- on a block; commit() folds them in under the cluster's lock.
CREATE TABLE "address_block" (
    "pool_id" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "block" INTEGER NOT NULL,
    "free" INTEGER NOT NULL,
    "assigned" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,

    CONSTRAINT "address_block_pkey" PRIMARY KEY ("pool_id","size","block")
);

CREATE TABLE "address_block_delta" (
    "id" BIGSERIAL NOT NULL,
    "pool_id" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "block" INTEGER NOT NULL,
    "free" INTEGER NOT NULL,
    "assigned" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,

    CONSTRAINT "address_block_delta_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "address_block_delta_pool_id_size_block_idx" ON "address_block_delta"("pool_id", "size", "block");

CREATE FUNCTION "count_blocks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "address_block_delta" ("pool_id", "size", "block", "free", "assigned", "quarantined", "reserved")
      SELECT "pool_id", "size", "index" / "size", count(*) FILTER (WHERE "state" = 'free'), count(*) FILTER (WHERE "state" = 'assigned'),
        count(*) FILTER (WHERE "state" = 'quarantined'), count(*) FILTER (WHERE "state" = 'reserved')
      FROM "now_rows", (VALUES (128), (16384)) "s" ("size") GROUP BY 1, 2, 3;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "address_block_delta" ("pool_id", "size", "block", "free", "assigned", "quarantined", "reserved")
      SELECT "pool_id", "size", "index" / "size", -count(*) FILTER (WHERE "state" = 'free'), -count(*) FILTER (WHERE "state" = 'assigned'),
        -count(*) FILTER (WHERE "state" = 'quarantined'), -count(*) FILTER (WHERE "state" = 'reserved')
      FROM "then_rows", (VALUES (128), (16384)) "s" ("size") GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO "address_block_delta" ("pool_id", "size", "block", "free", "assigned", "quarantined", "reserved")
      SELECT "pool_id", "size", "index" / "size", sum("d") FILTER (WHERE "state" = 'free'), sum("d") FILTER (WHERE "state" = 'assigned'),
        sum("d") FILTER (WHERE "state" = 'quarantined'), sum("d") FILTER (WHERE "state" = 'reserved')
      FROM (SELECT "pool_id", "index", "state", 1 AS "d" FROM "now_rows"
            UNION ALL SELECT "pool_id", "index", "state", -1 FROM "then_rows"
            -- So that a state which no row has counts as nothing, not as unknown.
            UNION ALL SELECT "pool_id", "index", "s"::"PairState", 0 FROM "now_rows", unnest(enum_range(NULL::"PairState")) "s") "t",
        (VALUES (128), (16384)) "s" ("size") GROUP BY 1, 2, 3;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "block_insert" AFTER INSERT ON "address_pair" REFERENCING NEW TABLE AS "now_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_blocks"();
CREATE TRIGGER "block_delete" AFTER DELETE ON "address_pair" REFERENCING OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_blocks"();
CREATE TRIGGER "block_update" AFTER UPDATE ON "address_pair" REFERENCING NEW TABLE AS "now_rows" OLD TABLE AS "then_rows" FOR EACH STATEMENT EXECUTE FUNCTION "count_blocks"();

-- What was there before.
INSERT INTO "address_block" SELECT "pool_id", "size", "index" / "size", count(*) FILTER (WHERE "state" = 'free'),
  count(*) FILTER (WHERE "state" = 'assigned'), count(*) FILTER (WHERE "state" = 'quarantined'), count(*) FILTER (WHERE "state" = 'reserved')
  FROM "address_pair", (VALUES (128), (16384)) "s" ("size") GROUP BY 1, 2, 3;
