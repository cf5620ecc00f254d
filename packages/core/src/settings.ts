/** What may differ between two installations. Every figure names its unit. */
export interface Settings {
  /** The public address of this Lanyard, without a slash at its end, e.g. `https://cards.example.org`. */
  appUrl: string;
  mail: {
    /** Senders; on AWS both are verified identities. Sign-in mail has its own, so that complaints about one do not hurt the other. */
    signInFrom: string;
    mailingFrom: string;
  };
  /** Who may sign in: `anyone`, or only people on a list of an event, members and the organizers below. */
  signIn: "anyone" | "known";
  /** Who may create events: `anyone`, or these addresses and domains (`@example.org`). */
  organizers: "anyone" | string[];
  limits: {
    unknownBadges: number;
    newPeople: number;
    newPeopleForExhibitors: number;
    /** Scans are counted by the time they were made, in windows of this many minutes. */
    paceMinutes: number;
    /** Sign-in mails to one address in half a minute, an hour, a day. */
    signInsPerHalfMinute: number;
    signInsPerHour: number;
    signInsPerDay: number;
    /** Starts from one network address in an hour; 0 is no limit (a hall is one address). */
    signInsPerNetworkHour: number;
    /** Wrong codes from one network address in ten minutes; 0 is no limit. */
    wrongCodesPerNetwork: number;
  };
  sender: {
    /** Longer than a run of the sender can last, so that two never send at once. */
    leaseSeconds: number;
    /** A run stops by itself after this long. */
    runSeconds: number;
    /** After this long without a word from SES a mail in doubt is settled. */
    doubtSeconds: number;
    /** Share of the SES rate we use. */
    rateShare: number;
  };
}

export const DEFAULT_LIMITS: Settings["limits"] = {
  unknownBadges: 30,
  newPeople: 60,
  newPeopleForExhibitors: 200,
  paceMinutes: 10,
  signInsPerHalfMinute: 1,
  signInsPerHour: 5,
  signInsPerDay: 15,
  signInsPerNetworkHour: 300,
  wrongCodesPerNetwork: 30,
};

export const DEFAULT_SENDER: Settings["sender"] = { leaseSeconds: 180, runSeconds: 100, doubtSeconds: 3600, rateShare: 0.8 };
