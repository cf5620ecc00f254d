/// <reference path="../.sst/platform/config.d.ts" />
/** Amazon SES: who we send as, and what SES tells about our mails. */
import type { StageSettings } from "./settings.ts";

export type Mail = ReturnType<typeof createMail>;

export function createMail({ sender, dns, testRecipients = [], region }: StageSettings) {
  const isDomain = !sender.includes("@");
  const account = aws.getCallerIdentityOutput().accountId;
  const configurationSet = `lanyard-${$app.stage}`;

  const events = new sst.aws.SnsTopic("SesEvents");
  const mayPublish = new aws.sns.TopicPolicy("SesEventsPolicy", {
    arn: events.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sns:Publish"],
          resources: [events.arn],
          principals: [{ type: "Service", identifiers: ["ses.amazonaws.com"] }],
          conditions: [
            { test: "StringEquals", variable: "AWS:SourceAccount", values: [account] },
            {
              test: "StringEquals",
              variable: "AWS:SourceArn",
              values: [$interpolate`arn:aws:ses:${region}:${account}:configuration-set/${configurationSet}`],
            },
          ],
        },
      ],
    }).json,
  });
  const email = new sst.aws.Email(
    "Mail",
    {
      sender,
      ...(isDomain && {
        dns: dns === "route53" ? sst.aws.dns() : false,
        dmarc: "v=DMARC1; p=quarantine; adkim=r; aspf=r;",
        mailFrom: { domain: `bounce.${sender}` },
      }),
      events: [{ name: "lanyard", types: ["send", "delivery", "bounce", "complaint", "reject"], topic: events.arn }],
      transform: {
        configurationSet: {
          configurationSetName: configurationSet,
          reputationOptions: { reputationMetricsEnabled: true },
          suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
        },
      },
    },
    { dependsOn: [mayPublish] },
  );
  const recipients = testRecipients.map(
    (address, place) => new aws.sesv2.EmailIdentity(`TestRecipient${place + 1}`, { emailIdentity: address }),
  );

  return {
    signInFrom: isDomain ? `sign-in@${sender}` : sender,
    mailingFrom: isDomain ? `hello@${sender}` : sender,
    configurationSet: email.configSet,
    /** In the sandbox SES asks for permission on the recipient's identity too. */
    sendingResources: [email.nodes.identity.arn, email.nodes.configurationSet.arn, ...recipients.map((one) => one.arn)],
    /** Tells a function every event of our mails; what SNS cannot hand over becomes a dead letter. */
    tell(to: sst.aws.Function, deadLetters: sst.aws.Queue) {
      events.subscribe("MailEvents", to.arn, {
        transform: { subscription: { redrivePolicy: $jsonStringify({ deadLetterTargetArn: deadLetters.arn }) } },
      });
      new aws.sqs.QueuePolicy("DeadLettersPolicy", {
        queueUrl: deadLetters.url,
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["sqs:SendMessage"],
              resources: [deadLetters.arn],
              principals: [{ type: "Service", identifiers: ["sns.amazonaws.com"] }],
              conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [events.arn] }],
            },
          ],
        }).json,
      });
    },
  };
}
