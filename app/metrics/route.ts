// Where Prometheus looks for it.
export { GET } from "@/app/api/v1/metrics/route";
