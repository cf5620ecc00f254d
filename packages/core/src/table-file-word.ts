/**
 * The words by which attendee lists name their columns and values, in the languages people send us lists in. To teach Lanyard a
 * new one, add it here: the earlier a name stands, the more it is preferred when two columns fit the same field.
 */

import type { Source } from "./table-file.ts";
import { fold } from "./text.ts";

export const FIELDS = [
  "email",
  "name",
  "firstName",
  "middleName",
  "lastName",
  "company",
  "headline",
  "role",
  "status",
  "reference",
] as const;
export type Field = (typeof FIELDS)[number];
export const ROLES = ["attendee", "speaker", "exhibitor", "staff"] as const;
export type Role = (typeof ROLES)[number];

const HEADERS: Record<Field, string> = {
  email: `attendee email, attendee email address, attendee e-mail, ticket email, participant email, guest email, delegate email, registrant email,
    email, e-mail, email address, e-mail address, mail, mail address, work email, work e-mail, business email, your email, primary email, contact email,
    teilnehmer e-mail, e-mail teilnehmer, e-mail-adresse, emailadresse, mailadresse, adresse e-mail, adresse email, adresse mail, courriel, adresse courriel,
    adresse électronique, correo electrónico, correo, dirección de correo electrónico, dirección de email, endereço de e-mail, correio eletrónico, e-mail do participante,
    indirizzo e-mail, indirizzo email, posta elettronica, e-mailadres, mailadres, e-post, epost, e-postadress, e-postadresse, mejladress, mailadresse,
    sähköposti, sähköpostiosoite, adres e-mail, e-mailová adresa, e-mail cím, e-posta, e-posta adresi, электронная почта, эл. почта, почта, адрес электронной почты,
    имейл, емейл, електронна пошта, пошта, ηλεκτρονικό ταχυδρομείο, البريد الإلكتروني, بريد إلكتروني, الإيميل, דואר אלקטרוני, דוא"ל, אימייל, מייל, ईमेल, ई-मेल,
    メール, メールアドレス, 電子メール, eメール, 이메일, 이메일 주소, 메일, 邮箱, 电子邮箱, 电子邮件, 邮件, 邮箱地址, 電子郵件, 電郵, 電子信箱, địa chỉ email, thư điện tử,
    order email, order e-mail, buyer email, purchaser email, registration email`,
  name: `name on badge, badge name, attendee name, ticket full name, participant name, guest name, delegate name, full name, fullname, name, names, your name, display name,
    attendee, participant, teilnehmername, name des teilnehmers, teilnehmer, vollständiger name, vor- und nachname, vorname nachname, vorname und nachname, nom complet, nom et prénom, prénom et nom,
    nom prénom, nom du participant, nom, nombre completo, nombre y apellidos, nombre y apellido, nombre del asistente, asistente, nome completo, nome do participante, nome e cognome,
    partecipante, volledige naam, naam, naam deelnemer, deelnemer, namn, fullständigt namn, navn, fulde navn, fullt navn, koko nimi, nimi, imię i nazwisko, uczestnik, celé jméno,
    jméno a příjmení, teljes név, név, ad soyad, adı soyadı, isim soyisim, имя и фамилия, фамилия и имя, фамилия имя, фио, ф.и.о., полное имя, участник, піб, ім'я та прізвище,
    ονοματεπώνυμο, الاسم الكامل, الاسم, اسم المشارك, שם מלא, שם, पूरा नाम, नाम, 氏名, お名前, 名前, 参加者名, ご氏名, 성명, 이름, 참가자명, 참석자명, 참석자, 姓名, 全名, 參加者姓名, 参会者姓名, họ tên, họ và tên`,
  firstName: `attendee first name, ticket first name, attendee name: given name, first name, firstname, given name, given names, forename, first, vorname, prénom, nombre de pila,
    nombre, nombres, primeiro nome, nome próprio, nome, voornaam, förnamn, fornavn, etunimi, imię, imiona, křestní jméno, jméno, keresztnév, utónév, ad, adı, isim, имя, ім'я, όνομα,
    الاسم الأول, שם פרטי, प्रथम नाम, 名, 名字, tên, teilnehmername: vorname, buyer first name, purchaser first name`,
  middleName: `middle name, second name, middle names, tussenvoegsel, tussenvoegsels, zweiter vorname, deuxième prénom, segundo nombre, отчество, по батькові`,
  lastName: `attendee last name, attendee surname, ticket last name, attendee name: family name, last name, lastname, surname, family name, last, nachname, familienname, zuname,
    nom de famille, apellidos, apellido, sobrenome, apelido, último nome, cognome, achternaam, familienaam, efternamn, etternavn, efternavn, sukunimi, nazwisko, příjmení, vezetéknév,
    családnév, soyad, soyadı, soyisim, фамилия, прізвище, επώνυμο, اسم العائلة, اللقب, שם משפחה, उपनाम, कुलनाम, 姓, 名字, 苗字, 성, họ, teilnehmername: nachname,
    buyer last name, buyer surname, purchaser last name`,
  company: `attendee company, ticket company name, company, company name, organization, organisation, organization name, organisation name, company / organization, company/organisation,
    employer, affiliation, institution, institute, firm, agency, workplace, business name, firma, firmenname, unternehmen, arbeitgeber, einrichtung, société, entreprise, organisme, employeur, établissement,
    structure, empresa, organización, compañía, institución, organização, instituição, azienda, società, ente, organizzazione, bedrijf, bedrijfsnaam, organisatie, werkgever, företag, bedrift, selskap, virksomhed,
    yritys, organisaatio, nazwa firmy, organizacja, společnost, cég, cégnév, vállalat, şirket, kurum, компания, организация, место работы, компанія, організація, εταιρεία, الشركة, شركة, المؤسسة, جهة العمل,
    חברה, ארגון, מקום עבודה, कंपनी, संगठन, 会社, 会社名, 企業名, 所属, 御社名, 貴社名, 勤務先, 회사, 회사명, 소속, 기관명, 公司, 公司名称, 公司名稱, 单位, 單位, 组织, 機構, 企业, công ty,
    order company name, buyer company, company of buyer`,
  headline: `job title, jobtitle, attendee job title, title, position, headline, tagline, job, job role, job position, occupation, profession, designation, job function, function, jobtitel, berufsbezeichnung, stellenbezeichnung, funktion,
    beruf, stelle, poste, fonction, intitulé du poste, titre, métier, cargo, puesto, puesto de trabajo, título, função, qualifica, posizione, mansione, professione, ruolo, functie, functietitel,
    befattning, jobbtitel, titel, stilling, stillingstittel, tittel, titteli, tehtävänimike, stanowisko, pozice, funkce, pracovní pozice, beosztás, unvan, ünvan, görev, pozisyon, должность, посада,
    θέση, المسمى الوظيفي, الوظيفة, المنصب, תפקיד, पद, पदनाम, 役職, 肩書き, 肩書, 職種, 직책, 직함, 직위, 직급, 职位, 职务, 頭銜, 職稱, 職務, chức vụ, chức danh, role, your role`,
  role: `role, attendee role, attendee type, participant type, delegate type, registration type, badge type, ticket type, ticket name, ticket, ticket category, ticket class, ticket title, pass type, pass, product, item, category, type, rolle, ticketart,
    tickettyp, ticketkategorie, kartenart, produkt, kategorie, teilnehmerart, type de billet, billet, catégorie, produit, tipo de entrada, entrada, categoría, tipo, tipo de ingresso, ingresso, bilhete,
    tipo de bilhete, tipo di biglietto, biglietto, categoria, ticketsoort, rol, categorie, biljettyp, biljett, roll, billettype, billet type, billetttype, lipputyyppi, lippu, rodzaj biletu, bilet, rola, typ vstupenky, vstupenka, jegytípus,
    bilet türü, тип билета, билет, роль, категория, тип квитка, квиток, نوع التذكرة, التذكرة, الدور, סוג כרטיס, כרטיס, टिकट, チケット, チケット種別, チケット名, 券種, 参加区分, 区分,
    티켓, 티켓 종류, 티켓명, 구분, 票种, 票種, 票券, 门票类型, 类型, 身份, loại vé`,
  status: `approval status, attendee status, order status, ticket status, registration status, rsvp status, rsvp, payment status, void status, status, statut, estado, estatus, situação, stato, anmeldestatus, buchungsstatus, tila, durum, статус, الحالة, סטטוס, स्थिति,
    ステータス, 状態, 상태, 状态, 狀態, trạng thái`,
  reference: `ticket reference, barcode #, barcode, reference, ref, attendee #, attendee id, ticket id, ticket code, ticket number, guest id, api id, registration id, registration number, confirmation number, confirmation code, booking reference, booking code, order code, order reference, order #, order id,
    order number, order no., number, no., #, id, referenz, bestellnummer, bestellcode, bestellung, buchungsnummer, auftragsnummer, ticketnummer, référence, numéro de commande, n° de commande, referencia, código, número de pedido,
    referência, código do pedido, riferimento, numero ordine, codice, referentie, bestelnummer, ordernummer, referens, bokningsnummer, ordrenummer, viite, numer zamówienia, číslo objednávky, rendelésszám, sipariş no,
    sipariş numarası, номер заказа, номер билета, код, номер замовлення, رقم الطلب, رقم الحجز, מספר הזמנה, 注文番号, 受付番号, 予約番号, 申込番号, 주문번호, 예약번호, 접수번호, 订单号, 訂單編號, 编号, 編號, mã đơn hàng`,
};

/** Longer headers, often the organizer's own questions ("What company do you work for?"), by a word in them. A guess. */
const HINTS: [Field, RegExp][] = [
  ["email", /\be ?mail\b|courriel|メール|邮箱|이메일/],
  ["headline", /job title|your (current )?(role|title|position)|what do you do|\bposition\b|役職|직책|职位/],
  ["company", /\bcompany\b|organi[sz]ation\b|employer|where do you work|affiliat|unternehmen|\bfirma\b|entreprise|empresa|会社|회사|公司/],
  ["role", /ticket (type|name|category)|\b(attendee|participant) type\b/],
];

const HONORIFIC = /^(mr|mrs|ms|miss|mx|dr|prof|professor|herr|frau|m|mme|mlle|sr|sra|sig|dhr|mevr|hr|fru)\.?( dr\.?)?$/i;

const ROLE_WORDS: [Exclude<Role, "attendee">, string][] = [
  [
    "speaker",
    `speaker, keynote, panelist, panellist, presenter, moderator, referent, vortragend, redner, conférencier, intervenant, orateur, ponente, orador, palestrante, relatore,
    spreker, talare, foredragsholder, oplægsholder, puhuja, prelegent, přednášející, řečník, előadó, konuşmacı, спикер, докладчик, доповідач, спікер, ομιλητ, متحدث, מרצה, דובר, वक्ता, 登壇, 講演, 講師, スピーカー, 연사, 발표자, 讲者, 講者, 演讲, 嘉宾, diễn giả`,
  ],
  [
    "exhibitor",
    `exhibitor, sponsor, booth, aussteller, exposant, expositor, espositore, standhouder, exposant, utställare, utstiller, udstiller, näytteilleasettaja, wystawca, vystavovatel, kiállító, экспонент, спонсор, учасник виставки, εκθέτ, عارض, راعي, מציג, प्रदर्शक,
    出展, スポンサー, 협찬, 후원, 전시업체, 参展, 參展, 展商, 赞助, nhà tài trợ`,
  ],
  [
    "staff",
    `staff, crew, volunteer, organizer, organiser, helfer, ordner, mitarbeiter, bénévole, organisateur, voluntari, organizador, volontari, vrijwilliger, medewerker, volontär, funktionär, frivillig, vapaaehtoi, wolontariusz, dobrovolník, önkéntes, gönüllü, волонт, организатор, організатор, εθελοντ, متطوع, מתנדב, צוות, स्वयंसेवक,
    スタッフ, 運営, 스태프, 자원봉사, 工作人员, 志愿者, 義工, tình nguyện`,
  ],
];

/** Statuses of people who do not come. Anything else comes. */
const ABSENT = new Set(
  words(`declined, rejected, cancelled, canceled, cancellation, refunded, void, voided, deleted, not attending, not going, waitlist, waitlisted, waiting list, pending, pending approval, pending payment, pending (overdue), invited, unpaid, expired, no,
    transferred, incomplete, abandoned, storniert, abgesagt, erstattet, abgelaufen, ausstehend, warteliste, annulé, remboursé, refusé, en attente, expiré, cancelado, cancelada, rechazado, reembolsado, pendiente, recusado, reembolsado, pendente, annullato, rimborsato, in attesa, geannuleerd, geweigerd, terugbetaald, verlopen,
    avbokad, avlyst, avbestilt, aflyst, peruttu, anulowano, zrušeno, törölve, iptal, iptal edildi, отменен, отменено, отменён, возвращен, скасовано, ملغي, ملغى, בוטל, रद्द, キャンセル, キャンセル済み, 취소, 취소됨, 已取消, 取消, 已退款, đã hủy`),
);
const PRESENT = new Set(
  words(`approved, accepted, attending, going, confirmed, checked in, paid, complete, completed, active, valid, yes, registered, free, bezahlt, bestätigt, angemeldet, payé, confirmé, inscrit, pagado, confirmado, pago, confermato, betaald, bevestigd, betald, betalt, maksettu, opłacone, zaplaceno, ödendi, onaylandı,
    оплачен, оплачено, подтвержден, مدفوع, مؤكد, שולם, מאושר, 支払済, 確定, 결제완료, 확정, 已付款, 已确认`),
);

const RANKS = new Map<string, [Field, number][]>();
for (const field of FIELDS) {
  for (const [rank, word] of words(HEADERS[field]).entries()) RANKS.set(word, [...(RANKS.get(word) ?? []), [field, rank]]);
}

/** A header or value as words are compared: folded, signs as spaces. "E-Mail_Address:" is "e mail address". */
export function plain(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{M}\p{N}#]+/gu, " ")
    .trim();
}

/** The fields a header names, with its rank among the names of that field (0 is best). "Name" and "姓" can name several. */
export function fieldsNamed(header: string): [Field, number][] {
  return RANKS.get(plain(header)) ?? [];
}

/** Whether a header is one of our names to the letter: "Imię" read in the wrong code page is "Imiê", which folds to the same. */
export function isNamedExactly(header: string): boolean {
  return SPELLINGS.has(header.trim().toLowerCase());
}
const SPELLINGS = new Set(Object.values(HEADERS).flatMap((list) => list.split(",").map((word) => word.trim().toLowerCase())));

/** The field that a long header only mentions. */
export function fieldHinted(header: string): Field | undefined {
  const text = plain(header);
  return HINTS.find(([, hint]) => hint.test(text))?.[0];
}

/** The role a ticket type suggests, "attendee" when it suggests none. */
export function roleSuggested(value: string): Role {
  const text = plain(value);
  const exact = ROLES.find((role) => role === text);
  return exact ?? ROLE_WORDS_PLAIN.find(([, list]) => list.some((word) => text.includes(word)))?.[0] ?? "attendee";
}
const ROLE_WORDS_PLAIN = ROLE_WORDS.map(([role, list]) => [role, words(list)] as const);

/** What a status says about coming; undefined for a word we do not know. */
export function comes(value: string): boolean | undefined {
  const text = plain(value);
  return ABSENT.has(text) ? false : PRESENT.has(text) ? true : undefined;
}

export function looksLikeEmail(cell: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(cell.trim());
}

export function looksLikeHonorific(cell: string): boolean {
  return HONORIFIC.test(cell.trim());
}

/** The ticket shop whose export has these columns. */
export function sourceOf(columns: string[]): Source | undefined {
  const names = new Set(columns.map(plain));
  const has = (...all: string[]) => all.every((name) => names.has(name));
  if (has("approval status") && (has("api id") || has("guest id"))) return "luma";
  if (has("ticket full name", "ticket email")) return "tito";
  if (has("order code") && (has("pseudonymization id") || has("attendee name given name") || has("attendee name", "product")))
    return "pretix";
  const shop = has("order #") || has("order id");
  if (shop && (has("attendee status") || has("attendee #") || has("attendee surname") || has("eventbrite fees"))) return "eventbrite";
}

function words(list: string): string[] {
  return list.split(",").map(plain);
}
