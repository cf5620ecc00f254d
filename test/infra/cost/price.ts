/**
 * US dollars, as on AWS's public price pages for us-east-1 in mid 2025 (DynamoDB on demand: the prices in force since 1 November 2024).
 * eu-central-1 is up to a quarter dearer for DynamoDB and logs. No free tier, no tax.
 */
export const PRICE = {
  dynamodb: { readUnit: 0.125e-6, writeUnit: 0.625e-6, gbMonth: 0.25 + 0.2 /* with point-in-time recovery */ },
  lambda: { call: 0.2e-6, gbSecond: 13.3334e-6 /* arm64 */ },
  edge: { call: 0.6e-6, gbSecond: 50.01e-6 },
  cloudfront: { request: 1.0e-6, gb: 0.085, functionCall: 0.1e-6, keyValueRead: 0.03e-6 },
  ses: { mail: 0.1e-3, gb: 0.12 /* of attachments */ },
  sns: { publish: 0.5e-6 },
  scheduler: { call: 1.0e-6 },
  logs: { gb: 0.5 + 0.03 },
  alarmMonth: 0.1,
  hostedZoneMonth: 0.5,
} as const;
