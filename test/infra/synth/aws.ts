/** Stands in for the two AWS services that sst itself talks to: Systems Manager (its bootstrap record) and S3 (its state). */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A version of the bootstrap record that no sst outgrows, so that it sets nothing up. */
const BOOTSTRAP = { version: 99, asset: "sst-asset", state: "sst-state", assetEcrRegistryId: "123456789012", assetEcrUrl: "ecr" };

export async function startSstAws(): Promise<{ url: string; close(): void }> {
  const parameters = new Map([["/sst/bootstrap", JSON.stringify(BOOTSTRAP)]]);
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const key = request.url!.split("?")[0]!;
    if (request.headers["x-amz-target"] === "AmazonSSM.GetParameter") {
      const { Name } = JSON.parse(body.toString());
      const value = parameters.get(Name);
      response.statusCode = value === undefined ? 400 : 200;
      response.end(
        JSON.stringify(value === undefined ? { __type: "ParameterNotFound" } : { Parameter: { Name, Value: value, Type: "String" } }),
      );
    } else if (request.headers["x-amz-target"] === "AmazonSSM.PutParameter") {
      const { Name, Value } = JSON.parse(body.toString());
      parameters.set(Name, Value);
      response.end(JSON.stringify({ Version: 1 }));
    } else if (request.method === "PUT") {
      objects.set(key, body);
      response.end();
    } else if (objects.has(key)) response.end(objects.get(key));
    else {
      response.writeHead(404, { "content-type": "application/xml" });
      response.end(`<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
