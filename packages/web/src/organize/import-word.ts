/** What the import page says about fields, encodings and problems. */
import type { Encoding, Refusal, Separator, Source } from "@lanyard/core/table-file";
import type { ProblemCode } from "@lanyard/core/table-file-attendee";
import type { Field, Sureness } from "@lanyard/core/table-file-mapping";
import { t } from "../language/index.ts";

export const fieldName = (field: Field | "row"): string =>
  ({
    email: t("Email"),
    name: t("Full name"),
    firstName: t("First name"),
    middleName: t("Middle name"),
    lastName: t("Last name"),
    company: t("Company"),
    headline: t("Headline"),
    role: t("Role"),
    status: t("Comes or not"),
    reference: t("Reference"),
    row: t("Whole row"),
  })[field];

export const surenessName = (sure: Sureness): string =>
  ({ named: t("By name"), guessed: t("Guessed, look"), chosen: t("Your choice"), unused: t("Not stored") })[sure];

export const separatorName = (separator: Separator): string =>
  ({ ",": t("comma-separated"), ";": t("semicolon-separated"), "\t": t("tab-separated"), "|": t("bar-separated") })[separator];

export const sourceName = (source: Source): string => ({ eventbrite: "Eventbrite", luma: "Luma", tito: "Tito", pretix: "pretix" })[source];

export const encodingName = (encoding: Encoding): string =>
  ({
    "utf-8": "UTF-8",
    "utf-16le": "UTF-16",
    "utf-16be": "UTF-16 BE",
    "windows-1252": t("Windows, Western Europe"),
    "windows-1250": t("Windows, Central Europe"),
    "windows-1251": t("Windows, Cyrillic"),
    "windows-1253": t("Windows, Greek"),
    "windows-1254": t("Windows, Turkish"),
    "windows-1255": t("Windows, Hebrew"),
    "windows-1256": t("Windows, Arabic"),
    shift_jis: t("Japanese (Shift JIS)"),
    gb18030: t("Chinese (GB 18030)"),
    big5: t("Chinese (Big5)"),
    "euc-kr": t("Korean (EUC-KR)"),
  })[encoding];

/** What is wrong, and what to do. */
export const problemWords = (code: ProblemCode): string =>
  ({
    "email.missing": t("No address. Every row needs one; a ticket nobody was named for has none."),
    "email.invalid": t("Not an address. Write it like name@example.org."),
    "email.comma": t("Not an address. A comma for a dot?"),
    "email.space": t("Not an address. It has a space in it."),
    "email.several": t("Several addresses. Give each person a row."),
    "email.no_at": t("Not an address. The @ is missing."),
    "email.twice_at": t("Not an address. It has more than one @."),
    "name.missing": t("No name. Every row needs one."),
    "name.garbled": t("Letters look broken. It goes in like this; choose another “Read as”, or save the file as UTF-8."),
    "row.too_many_cells": t("More cells than columns. A cell with a separator in it needs quotes around it."),
    "row.quotes": t("A quote opens and does not close. Rows below it may be swallowed; mend it and choose the file again."),
  })[code];

export const refusalWords = (reason: Refusal["reason"]): string =>
  ({
    empty: t("There is no row in this file. Choose a list with a header and a row for each person."),
    workbook: t("This is a workbook. In Excel, Numbers or LibreOffice choose Save as or Export, CSV UTF-8, then take that file."),
    not_text: t("This is not a list. Choose the CSV file your ticket shop gives you."),
  })[reason];
