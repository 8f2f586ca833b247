-- Why a step restarts a node where no line of server.conf changes, and since when its OpenVPN ran before.
ALTER TABLE "rollout_step" ADD COLUMN "restart" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "rollout_step" ADD COLUMN "started_before" TIMESTAMPTZ(3);
