/** A slow line to a server on this machine. All that a browser does shares it: pages, workers and the service worker. */
import { connect, createServer, type Socket } from "node:net";

export interface LineOptions {
  downMbits: number;
  upMbits: number;
  rttMs: number;
  /** Round trips before a connection carries its first byte: TCP and TLS 1.3 take one each. */
  handshakes: number;
}
export interface Line {
  url: string;
  /** Bytes that came down so far, headers among them. */
  readonly down: number;
  /** false: as fast as the machine. */
  slow: boolean;
  close(): Promise<void>;
}

/** What one connection may have on its way; about what a line of 1.6 Mbit/s and 150 ms holds, so that connections share it fairly. */
const windowBytes = 32 * 1024;
const pieceBytes = 1_400;

export async function openLine(target: string, options: LineOptions): Promise<Line> {
  const port = Number(new URL(target).port);
  const state = { slow: true, down: 0 };
  const down = direction(options.downMbits);
  const up = direction(options.upMbits);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, "localhost");
    const ready = performance.now() + (state.slow ? options.handshakes * options.rttMs : 0);
    carry(client, upstream, up, ready);
    carry(upstream, client, down, ready, (bytes) => {
      state.down += bytes;
    });
  });

  /** Half a round trip later, and no faster than the direction lets through, what came from one end leaves at the other, in its order. */
  function carry(from: Socket, to: Socket, through: (bytes: number) => number, ready: number, count?: (bytes: number) => void): void {
    const onTheWay: { arrives: number; piece?: Buffer }[] = [];
    let bytesOnTheWay = 0;
    let waiting = false;
    sockets.add(from);
    from.setNoDelay();
    from.on("data", (data: Buffer) => {
      for (let at = 0; at < data.length; at += pieceBytes) {
        const piece = data.subarray(at, at + pieceBytes);
        bytesOnTheWay += piece.length;
        onTheWay.push({ arrives: state.slow ? Math.max(through(piece.length), ready) + options.rttMs / 2 : 0, piece });
      }
      if (bytesOnTheWay >= windowBytes) from.pause();
      deliver();
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      onTheWay.push({ arrives: state.slow ? performance.now() + options.rttMs / 2 : 0 });
      deliver();
    });

    function deliver(): void {
      if (waiting) return;
      for (let next = onTheWay[0]; next; next = onTheWay[0]) {
        const wait = next.arrives - performance.now();
        if (wait > 0) {
          waiting = true;
          setTimeout(() => {
            waiting = false;
            deliver();
          }, wait);
          return;
        }
        onTheWay.shift();
        arrived(next.piece);
      }
    }

    function arrived(piece: Buffer | undefined): void {
      if (!piece) return void to.end();
      bytesOnTheWay -= piece.length;
      count?.(piece.length);
      if (!to.destroyed) to.write(piece);
      if (bytesOnTheWay < windowBytes) from.resume();
    }
  }

  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" ? address?.port : ""}`,
    get down() {
      return state.down;
    },
    get slow() {
      return state.slow;
    },
    set slow(slow) {
      state.slow = slow;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** One way of the line: answers when so many bytes are through, after all that was sent before them. */
function direction(mbits: number): (bytes: number) => number {
  let free = 0;
  return (bytes) => {
    free = Math.max(free, performance.now()) + (bytes * 8) / (mbits * 1_000);
    return free;
  };
}
