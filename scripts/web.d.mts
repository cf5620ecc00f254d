export function buildWeb(): Promise<void>;
export function setup(): Promise<void>;
