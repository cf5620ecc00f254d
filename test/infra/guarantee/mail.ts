import { expect } from "vitest";
import { STAGES } from "../synth/stages.ts";
import type { Guarantees } from "./guarantee.ts";

export const MAIL: Guarantees = {
  "mail goes out under the stage's identity and its configuration set, which keeps bounced and complaining addresses away"(stack) {
    const { sender, testRecipients = [] } = STAGES[stack.stage]!;
    expect(stack.all("EmailIdentity").map(({ inputs }) => inputs.emailIdentity)).toEqual(
      expect.arrayContaining([sender, ...testRecipients]),
    );
    expect(stack.all("EmailIdentity")).toHaveLength(1 + testRecipients.length);
    expect(stack.one("EmailIdentity", "MailIdentity").inputs.configurationSetName).toBe(`lanyard-${stack.stage}`);
    expect(stack.one("ConfigurationSet", "MailConfig").inputs).toEqual({
      configurationSetName: `lanyard-${stack.stage}`,
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
  },
  "every mail's fate is told to the function that listens; what cannot be handed over is kept"(stack) {
    const topic = stack.one("Topic", "SesEventsTopic");
    expect(stack.one("ConfigurationSetEventDestination", "MailEventlanyard").inputs).toMatchObject({
      configurationSetName: `lanyard-${stack.stage}`,
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"],
        snsDestination: { topicArn: topic.arn },
      },
    });
    const { inputs } = stack.one("TopicSubscription", "SesEventsSubscriberMailEventsSubscription");
    expect(inputs).toMatchObject({ topic: topic.arn, protocol: "lambda", endpoint: stack.lambda("MailEvents").arn });
    expect(JSON.parse(inputs.redrivePolicy)).toEqual({ deadLetterTargetArn: stack.one("Queue", "DeadLettersQueue").arn });
  },
  "a sending domain has DKIM, SPF by its own bounce domain, and a DMARC policy"(stack) {
    const { sender, region } = STAGES[stack.stage]!;
    const records = stack.all("Record").map(({ inputs }) => `${inputs.type} ${inputs.name} ${inputs.records ?? ""}`.trim());
    const ofMail = records.filter((record) => record.includes(` ${sender} `) || record.includes(`.${sender} `)).sort();
    if (!stack.production) return expect(ofMail).toEqual([]);
    expect(ofMail).toEqual(
      [
        ...["one", "two", "three"].map((token) => `CNAME ${token}._domainkey.${sender} ${token}.dkim.amazonses.com`),
        `MX bounce.${sender} 10 feedback-smtp.${region}.amazonses.com`,
        `TXT bounce.${sender} v=spf1 include:amazonses.com ~all`,
        `TXT _dmarc.${sender} v=DMARC1; p=quarantine; adkim=r; aspf=r;`,
      ].sort(),
    );
    expect(stack.one("EmailIdentityMailFromAttributes", "MailMailFrom").inputs.mailFromDomain).toBe(`bounce.${sender}`);
    expect(stack.one("DomainIdentityVerification", "MailVerification").inputs.domain).toBe(sender);
  },
};
