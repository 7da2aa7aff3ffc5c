import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { buildOpenApi } from "@cordon/interface";
import type { FastifyInstance } from "fastify";

/** Serves the API's description as a page at `/docs`, from files of this installation alone. */
export async function mountDocs(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    mode: "static",
    specification: { document: structuredClone(buildOpenApi()) as never },
  });
  await server.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
}
