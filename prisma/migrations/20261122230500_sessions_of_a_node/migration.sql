-- A node's VPN sessions, a page at a time by common name.
CREATE INDEX "vpn_session_of_a_node" ON "vpn_session" ("node_id", "common_name", "client_id");
