-- An order names one VPN session beyond doubt, and says how long to listen for it.
ALTER TABLE "session_order" ADD COLUMN "session_since" TIMESTAMPTZ(3) NOT NULL;
ALTER TABLE "session_order" ADD COLUMN "patience_ms" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "session_order_claimant_node_id_at_idx" ON "session_order"("claimant_node_id", "at");
ALTER TABLE "device" ADD COLUMN "contest_seen_at" TIMESTAMPTZ(3);

-- The list of VPN sessions: of a node by age, and found by their beginning whatever the database's collation.
CREATE INDEX "vpn_session_node_id_since_client_id_idx" ON "vpn_session"("node_id", "since", "client_id");
CREATE INDEX "vpn_session_common_name_prefix" ON "vpn_session" ("common_name" text_pattern_ops);
CREATE INDEX "vpn_session_ipv4_prefix" ON "vpn_session" ("ipv4" text_pattern_ops);
CREATE INDEX "vpn_session_ipv6_prefix" ON "vpn_session" ("ipv6" text_pattern_ops);
CREATE INDEX "vpn_session_source_prefix" ON "vpn_session" ("source" text_pattern_ops);
CREATE INDEX "past_vpn_session_node_id_until_idx" ON "past_vpn_session"("node_id", "until");
