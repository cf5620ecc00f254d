/** The words of the mails in English; every other language has the same shape. */
const people = (n: number) => (n === 1 ? "1 person" : `${n} people`);

export const en = {
  dir: "ltr" as "ltr" | "rtl",
  /** 24-hour clock and day before month, as the screens have it. */
  locale: "en-GB",

  signIn: {
    subject: (event?: string) => (event ? `Your sign-in code for ${event}` : "Your Lanyard sign-in code"),
    title: "Here is your code.",
    type: (minutes: number) => `Type it where you asked for it. It works once, for ${minutes} minutes.`,
    orLink: "Or sign in on this device:",
    button: "Sign in",
    notYou: "You did not ask for this? Then do nothing: without this mail nobody gets in.",
  },

  invitation: {
    subject: (event: string) => `Your badge for ${event}`,
    title: (name: string) => `Your badge is ready, ${name}.`,
    at: (day: string, time: string) => `${day}, ${time}`,
    until: (from: string, to: string) => `${from} to ${to}`,
    intro: "Scan the badge of whoever you talk to, and you have each other’s card. There is no app to install.",
    open: "Open my badge",
    signIn: "There is no password. We mail you six digits when you sign in with",
    steps: [
      { what: "Check your card.", how: "It holds what the organizer’s list says of you, until you change it." },
      { what: "Choose what you give.", how: "You decide each field. Until you do, a scan of you is only a request." },
      { what: "Scan with your phone.", how: "Its own camera is enough, and it works without a network." },
    ],
    why: (event: string) => `You get this one mail because you are on the list of ${event}.`,
    unsubscribe: "Unsubscribe with one click",
  },

  followUp: {
    metSubject: (n: number, event: string) => `You met ${people(n)} at ${event}`,
    awaitingSubject: (n: number, event: string) => `${people(n)} from ${event} ${n === 1 ? "waits" : "wait"} for your answer`,
    askedSubject: (event: string) => `Your requests at ${event}`,
    met: (n: number, name: string) => `You met ${people(n)}, ${name}.`,
    awaitingHead: (n: number, name: string) => `${people(n)} ${n === 1 ? "waits" : "wait"} for you, ${name}.`,
    askedHead: (n: number, name: string) => `You asked ${people(n)}, ${name}.`,
    intro: "Below are the people you met and what you wrote down. Write to one of them today: it is the mail that gets answered.",
    introRequests: "Nothing was exchanged yet. One answer is enough to start.",
    preheader: (names: string) => `${names} first. Their cards and your notes are inside.`,
    first: (n: number): string => (n === 3 ? "Three to write to first" : "To write to first"),
    more: (n: number) => `And ${n} more`,
    metAt: (day: string, time: string) => `Met ${day}, ${time}`,
    followUpOn: (day: string) => `Follow up on ${day}`,
    rating: (rating: number) => `Rated ${rating} of 5`,
    noCompany: "No company shared",
    youWrote: "You wrote:",
    noNote: "No note. One line you remember is enough to write.",
    tags: "Tags:",
    draftFor: (name: string) => `A draft for ${name}`,
    writeTo: (name: string) => `Write to ${name}`,
    forLinkedIn: (n: number) => `For LinkedIn, ${n} characters:`,
    card: "Card and note",
    website: "Website",
    other: "Link",
    awaiting: (n: number) => `${people(n)} ${n === 1 ? "waits" : "wait"} for your answer`,
    awaitingLead: "They asked for your card. They see your name and nothing else until you accept.",
    answer: "Answer them",
    asked: (n: number) => (n === 1 ? "1 person has not answered you yet" : `${n} people have not answered you yet`),
    askedLead: "They still can. Until then you see their name only.",
    andMore: (n: number) => `and ${n} more`,
    seeAll: (n: number) => `See all ${n}`,
    openAll: "Open my contacts",
    attached: (n: number, file?: string) => {
      const what = n === 1 ? "Their card is attached" : `All ${n} cards are attached`;
      return file ? `${what} as ${file}.` : `${what}.`;
    },
    attachedLead: (n: number) => `Open the file on your phone and ${n === 1 ? "it is" : "they are"} in your address book.`,
    why: (event: string) => `You get this one mail because you were at ${event}. No second one follows.`,
    unsubscribe: "Unsubscribe with one click",
  },

  draft: {
    subject: (event: string) => `Good to meet you at ${event}`,
    hello: (name: string) => `Hi ${name},`,
    thanks: (event: string) => `thank you for the conversation at ${event}.`,
    about: (note: string) => `What stayed with me: “${note}”`,
    promised: (promise: string) => `I promised: ${promise}`,
    more: (company?: string) =>
      company ? `I would like to hear more about your work at ${company}.` : "I would like to hear more about your work.",
    next: "Do you have half an hour next week to continue?",
    inTouch: "Let us stay in touch.",
    address: (name: string) => `${name},`,
  },
};

export type Words = typeof en;
