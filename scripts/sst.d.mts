export const SST: string;
export const PLATFORM: string;
export const OFFLINE: Record<string, string>;
export function installPlatform(): Promise<void>;
export function setup(): Promise<void>;
export function linkPlatform(folder: string): void;
