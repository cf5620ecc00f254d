/** One line of documentation a route, from which the OpenAPI document is made. */
import { ErrorBody } from "@lanyard/core/error";
import { describeRoute, loadVendor, resolver } from "hono-openapi";
import * as z from "zod";

// Left to itself, hono-openapi loads zod a second time, whole, with the messages of forty languages: 330 KB of the API's bundle.
loadVendor("zod", { toJSONSchema: (schema, options) => z.toJSONSchema(schema as z.ZodType, options) as never });

/** `answers`: by status, the schema of the JSON body, a media type of a file, or null for none. */
export function describe(summary: string, answers: Record<number, z.ZodType | string | null>) {
  const responses = Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if (answer === null) return [status, { description: "Done" }];
      if (typeof answer === "string") return [status, { description: "The file", content: { [answer]: { schema: { type: "string" } } } }];
      return [status, { description: "The answer", content: { "application/json": { schema: resolver(answer) } } }];
    }),
  );
  const refused = { description: "Refused", content: { "application/json": { schema: resolver(ErrorBody) } } };
  return describeRoute({ summary, responses: { ...responses, "4XX": refused } as never });
}

export const items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), cursor: z.string().optional() });
