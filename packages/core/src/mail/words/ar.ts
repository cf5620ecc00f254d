import type { Words } from "./en.ts";

const RULES = new Intl.PluralRules("ar");

/** Arabic counts in six forms; 3 to 10 take the plural, 11 to 99 the singular accusative. */
function people(n: number): string {
  switch (RULES.select(n)) {
    case "one":
      return "شخصًا واحدًا";
    case "two":
      return "شخصين";
    case "few":
      return `${n} أشخاص`;
    case "many":
      return `${n} شخصًا`;
    default:
      return `${n} شخص`;
  }
}

function waiting(n: number): string {
  switch (RULES.select(n)) {
    case "one":
      return "شخص واحد ينتظر";
    case "two":
      return "شخصان ينتظران";
    case "few":
      return `${n} أشخاص ينتظرون`;
    case "many":
      return `${n} شخصًا ينتظرون`;
    default:
      return `${n} شخص ينتظرون`;
  }
}

export const ar: Words = {
  dir: "rtl",
  locale: "ar-u-nu-latn",

  signIn: {
    subject: (event) => (event ? `رمز الدخول إلى ${event}` : "رمز الدخول إلى Lanyard"),
    title: "هذا رمزك.",
    type: (minutes) => `اكتبه حيث طلبته. يعمل مرة واحدة، خلال ${minutes} دقائق.`,
    orLink: "أو سجّل الدخول على هذا الجهاز:",
    button: "تسجيل الدخول",
    notYou: "لم تطلب ذلك؟ لا تفعل شيئًا: لا يدخل أحد من دون هذه الرسالة.",
  },

  invitation: {
    subject: (event) => `شارتك في ${event}`,
    title: (name) => `شارتك جاهزة يا ${name}.`,
    at: (day, time) => `${day}، ${time}`,
    until: (from, to) => `${from} إلى ${to}`,
    intro: "امسح شارة من تتحدث إليه، فتكون لدى كل منكما بطاقة الآخر. لا تطبيق للتثبيت.",
    open: "فتح شارتي",
    signIn: "لا كلمة مرور. نرسل إليك ستة أرقام عندما تسجّل الدخول بالعنوان",
    steps: [
      { what: "راجع بطاقتك.", how: "فيها ما تقوله عنك قائمة المنظم، حتى تغيّره." },
      { what: "اختر ما تعطيه.", how: "القرار لك في كل حقل. وحتى تختار يكون مسح شارتك طلبًا فقط." },
      { what: "امسح بهاتفك.", how: "تكفي كاميرته، ويعمل ذلك من دون شبكة." },
    ],
    why: (event) => `تصلك هذه الرسالة الوحيدة لأنك على قائمة ${event}.`,
    unsubscribe: "إلغاء الاشتراك بنقرة واحدة",
  },

  followUp: {
    metSubject: (n, event) => `التقيت ${people(n)} في ${event}`,
    awaitingSubject: (n, event) => `${waiting(n)} ردك بعد ${event}`,
    askedSubject: (event) => `طلباتك في ${event}`,
    met: (n, name) => `التقيت ${people(n)} يا ${name}.`,
    awaitingHead: (n, name) => `${waiting(n)} ردك يا ${name}.`,
    askedHead: (n, name) => `طلبت بطاقة ${people(n)} يا ${name}.`,
    intro: "هؤلاء من التقيت بهم وما كتبته عنهم. اكتب اليوم إلى واحد منهم: فهذه هي الرسالة التي يأتي الرد عليها.",
    introRequests: "لم تُتبادل أي بطاقة بعد. رد واحد يكفي للبداية.",
    preheader: (names) => `${names} أولًا. بطاقاتهم وملاحظاتك في الداخل.`,
    first: () => "اكتب إلى هؤلاء أولًا",
    more: (n) => `والبقية: ${n}`,
    metAt: (day, time) => `اللقاء: ${day}، ${time}`,
    followUpOn: (day) => `المتابعة: ${day}`,
    rating: (rating) => `التقييم: ${rating} من 5`,
    noCompany: "لم تُذكر الشركة",
    youWrote: "كتبت:",
    noNote: "لا ملاحظة. سطر واحد تتذكره يكفي لتكتب.",
    tags: "الوسوم:",
    draftFor: (name) => `مسودة إلى ${name}`,
    writeTo: (name) => `اكتب إلى ${name}`,
    forLinkedIn: (n) => `إلى LinkedIn، عدد الحروف ${n}:`,
    card: "البطاقة والملاحظة",
    website: "الموقع",
    other: "رابط",
    awaiting: (n) => `${waiting(n)} ردك`,
    awaitingLead: "طلبوا بطاقتك. لا يرون إلا اسمك حتى تقبل.",
    answer: "الرد عليهم",
    asked: (n) => `لم يصل الرد بعد من ${people(n)}`,
    askedLead: "ما زال بوسعهم الرد. حتى ذلك الحين لا ترى إلا الاسم.",
    andMore: (n) => `و${n} غيرهم`,
    seeAll: (n) => `عرض الكل: ${n}`,
    openAll: "فتح جهات اتصالي",
    attached: (n, file) => {
      const what = n === 1 ? "البطاقة مرفقة" : `البطاقات كلها مرفقة (${n})`;
      return file ? `${what} في ${file}.` : `${what}.`;
    },
    attachedLead: () => "افتح الملف على هاتفك لتجدها في دفتر عناوينك.",
    why: (event) => `تصلك هذه الرسالة الوحيدة لأنك كنت في ${event}. لن تتبعها رسالة ثانية.`,
    unsubscribe: "إلغاء الاشتراك بنقرة واحدة",
  },

  draft: {
    subject: (event) => `سررت بلقائك في ${event}`,
    hello: (name) => `مرحبًا ${name}،`,
    thanks: (event) => `شكرًا على حديثنا في ${event}.`,
    about: (note) => `ما بقي في ذهني: «${note}»`,
    promised: (promise) => `وعدتك: ${promise}`,
    more: (company) => (company ? `أود أن أعرف المزيد عن عملك في ${company}.` : "أود أن أعرف المزيد عن عملك."),
    next: "هل لديك نصف ساعة في الأسبوع القادم لنكمل الحديث؟",
    inTouch: "لنبق على تواصل.",
    address: (name) => `${name}،`,
  },
};
