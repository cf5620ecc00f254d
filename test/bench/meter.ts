import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export interface Cost {
  requests: number;
  /** The longest chain of requests of which each began after the one before had ended. */
  "in sequence": number;
  "read units": number;
  "write units": number;
}

/** One request as it was sent; requests of the same depth went side by side. */
export interface Sent {
  // biome-ignore lint/suspicious/noExplicitAny: any command of the SDK, sent again as it was
  command: any;
  depth: number;
}

export interface Meter {
  /** What `work` costs, as DynamoDB Local reports it. A refused condition is a request without units there; AWS bills its write unit. */
  cost(work: () => Promise<unknown>): Promise<Cost>;
  /** The requests of the last `cost`. */
  sent(): Sent[];
}

const WRITES = /^(Put|Update|Delete|BatchWrite)/;

/** Stands in front of a client and counts. Work that is measured runs alone. */
export function meter(client: DynamoDBDocumentClient): Meter {
  const send = client.send.bind(client) as (command: unknown) => Promise<{ ConsumedCapacity?: unknown }>;
  let cost: Cost | undefined;
  let sent: Sent[] = [];
  let ended = 0;
  client.send = (async (command: { input: Record<string, unknown>; constructor: { name: string } }) => {
    const mine = cost;
    if (!mine) return send(command);
    const depth = ended + 1;
    sent.push({ command, depth });
    mine.requests++;
    mine["in sequence"] = Math.max(mine["in sequence"], depth);
    command.input.ReturnConsumedCapacity = "TOTAL";
    try {
      const answer = await send(command);
      const used = [answer.ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[];
      const units = used.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
      mine[WRITES.test(command.constructor.name) ? "write units" : "read units"] += units;
      return answer;
    } finally {
      ended = Math.max(ended, depth);
    }
  }) as typeof client.send;

  return {
    async cost(work) {
      const mine: Cost = { requests: 0, "in sequence": 0, "read units": 0, "write units": 0 };
      sent = [];
      ended = 0;
      cost = mine;
      try {
        await work();
      } finally {
        cost = undefined;
      }
      return mine;
    },
    sent: () => sent,
  };
}
