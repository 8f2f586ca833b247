-- The lowest free pairs are taken through this index: without it, whoever wants 200 sorts all that are free, or passes all that are not.
CREATE INDEX "address_pair_free" ON "address_pair" ("pool_id", "index") WHERE "state" = 'free';
