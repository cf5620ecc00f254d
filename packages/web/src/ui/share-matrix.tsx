import type { CardField, Share, ShareMatrix } from "../api.ts";
import { cardFields, fieldName } from "../card.ts";
import { t } from "../language/index.ts";

type Audience = "people" | "exhibitors";
type Props = { share: Partial<ShareMatrix>; onChange(change: Partial<ShareMatrix>): void };

/** What holds until someone chooses; the server's own defaults. */
function byDefault(field: CardField, audience: Audience): Share {
  if (field === "headline" || field === "company") return "scan";
  return audience === "people" && field !== "email" && field !== "phone" ? "scan" : "ask";
}

/** Which field goes to whom, and when: one row a field, one column for people and one for exhibitors. */
export function ShareTable({ share, onChange }: Props) {
  const choice = (field: CardField, audience: Audience): Share => share[field]?.[audience] ?? byDefault(field, audience);
  const change = (field: CardField, audience: Audience, value: Share) => {
    const both = { people: choice(field, "people"), exhibitors: choice(field, "exhibitors") };
    onChange({ [field]: { ...both, [audience]: value } });
  };
  return (
    <table class="share">
      <thead>
        <tr>
          <th scope="col">
            <span class="vh">{t("Field")}</span>
          </th>
          <th scope="col">{t("To people")}</th>
          <th scope="col">{t("To exhibitors")}</th>
        </tr>
      </thead>
      <tbody>
        {cardFields.map((field) => (
          <tr key={field}>
            <th scope="row">{fieldName(field)}</th>
            <Choice
              label={t("{field}, to people", { field: fieldName(field) })}
              value={choice(field, "people")}
              onChange={(value) => change(field, "people", value)}
            />
            <Choice
              label={t("{field}, to exhibitors", { field: fieldName(field) })}
              value={choice(field, "exhibitors")}
              onChange={(value) => change(field, "exhibitors", value)}
            />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Choice({ label, value, onChange }: { label: string; value: Share; onChange(value: Share): void }) {
  return (
    <td class={{ scan: "y", ask: "o", never: "x" }[value]}>
      <select class="sel" aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value as Share)}>
        <option value="scan">{t("Scan")}</option>
        <option value="ask">{t("Ask")}</option>
        <option value="never">{t("Never")}</option>
      </select>
    </td>
  );
}
