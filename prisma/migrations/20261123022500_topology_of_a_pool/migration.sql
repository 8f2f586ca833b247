-- What an index of a pool means: one address, or (net30) a /30.
CREATE TYPE "Topology" AS ENUM ('subnet', 'net30');

ALTER TABLE "cluster" ALTER COLUMN "topology" DROP DEFAULT;
ALTER TABLE "cluster" ALTER COLUMN "topology" TYPE "Topology" USING "topology"::"Topology";
ALTER TABLE "cluster" ALTER COLUMN "topology" SET DEFAULT 'subnet';

ALTER TABLE "address_pool" ADD COLUMN "topology" "Topology" NOT NULL DEFAULT 'subnet';
UPDATE "address_pool" SET "topology" = (SELECT "topology" FROM "cluster" WHERE "id" = 1) WHERE EXISTS (SELECT 1 FROM "cluster" WHERE "id" = 1);
