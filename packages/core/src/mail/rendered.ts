/** A message ready for the mailer: the same content as HTML and as plain text. */
export interface Rendered {
  subject: string;
  html: string;
  text: string;
}
