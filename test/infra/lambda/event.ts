/** Events as AWS sends them: its documented examples, with what differs filled in. */
import { randomUUID } from "node:crypto";
import type { SesEvent } from "@lanyard/functions/local/ses";
import type { APIGatewayProxyEventV2, SNSEvent } from "aws-lambda";

export type Front = "function URL behind CloudFront" | "API Gateway v2";

const HOSTS: Record<Front, string> = {
  "function URL behind CloudFront": "abcdefghijklmnop.lambda-url.eu-central-1.on.aws",
  "API Gateway v2": "abcdef1234.execute-api.eu-central-1.amazonaws.com",
};

/** A request as either front hands it over: cookies apart, bodies that are neither JSON nor text in base64 (payload format 2.0). */
export async function httpEvent(front: Front, request: Request): Promise<APIGatewayProxyEventV2> {
  const url = new URL(request.url);
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const text = request.body === null ? undefined : await request.text();
  const isText = /^(text\/|application\/(json|javascript|xml))/.test(request.headers.get("content-type") ?? "text/plain");
  const host = HOSTS[front];
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split("; ") }),
    headers: {
      ...headers,
      host,
      "x-forwarded-host": url.host,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-for": "192.0.2.7",
      "x-viewer-address": "192.0.2.7",
      "x-amzn-trace-id": "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
      via: "3.0 0a1b2c3d4e5f.cloudfront.net (CloudFront)",
    },
    ...(url.search && { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: {
      accountId: "123456789012",
      apiId: host.split(".")[0]!,
      domainName: host,
      domainPrefix: host.split(".")[0]!,
      http: { method: request.method, path: url.pathname, protocol: "HTTP/1.1", sourceIp: "130.176.0.1", userAgent: "Amazon CloudFront" },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(text !== undefined && { body: isText ? text : Buffer.from(text).toString("base64") }),
    isBase64Encoded: text !== undefined && !isText,
  };
}

/** What a schedule sends: the input that it was made with. */
export const scheduleEvent = (input: string): unknown => JSON.parse(input);

/** One thing that SES tells, as SNS hands it to a function. */
export function snsEvent(topic: string, event: SesEvent): SNSEvent {
  const subscription = `${topic}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`;
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription,
        Sns: {
          Type: "Notification",
          MessageId: randomUUID(),
          TopicArn: topic,
          Subject: "Amazon SES Email Event Notification",
          Message: JSON.stringify(event),
          Timestamp: new Date().toISOString(),
          SignatureVersion: "1",
          Signature: "EXAMPLE",
          SigningCertUrl: "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService.pem",
          UnsubscribeUrl: `https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
          MessageAttributes: {},
        },
      },
    ],
  };
}
