-- A removed node's row stays, its address, port and protocol may be another's: only nodes that count share none.
DROP INDEX "node_address_port_proto_key";
CREATE UNIQUE INDEX "node_address_of_its_own" ON "node" ("address", "port", "proto") WHERE "state" <> 'removed';
