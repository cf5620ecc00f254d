export interface SignInModel {
  /** Six digits. */
  code: string;
  link: string;
  /** How long code and link work. */
  minutes: number;
  /** The event the person comes from, if they come from one. */
  eventName?: string | undefined;
  /** BCP 47; English where we have no translation. */
  language?: string | undefined;
}

export interface Rendered {
  subject: string;
  html: string;
  text: string;
}

/** The mail that signs somebody in. The code is its only group of six digits, in the subject, the text and the HTML together. */
export function signInMail(model: SignInModel): Rendered {
  return { subject: "", html: "", text: `${model.code}\n${model.link}` };
}
