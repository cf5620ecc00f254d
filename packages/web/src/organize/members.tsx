import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import { Field } from "../ui/part.tsx";
import { type Member, type MemberRole, Organizer } from "./api.ts";
import type { DeskProps } from "./desk.tsx";
import { Confirm, Note, words } from "./part.tsx";
import { day } from "./zone.ts";

/** Who organizes this event, and who stands at its door. */
export function Members({ event, me }: DeskProps) {
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ["members", event.id], queryFn: () => Organizer.members(event.id) });
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<"organizer" | "staff">("staff");
  const [removing, setRemoving] = useState<Member>();
  const [said, setSaid] = useState<{ signal: "go" | "stop"; text: string }>();

  async function act(work: () => Promise<unknown>, done: string) {
    try {
      await work();
      setSaid({ signal: "go", text: done });
      announce(done, { fresh: true });
    } catch (problem) {
      setSaid({ signal: "stop", text: words(problem) });
    }
    await queries.invalidateQueries({ queryKey: ["members", event.id] });
  }

  return (
    <section class="part">
      <h2 class="h2">{t("Members")}</h2>
      <p class="hint">{t("Organizers may do everything here. Staff check people in, and see nothing else.")}</p>
      {said && <Note signal={said.signal}>{said.text}</Note>}
      {error && !data && <Note signal="stop">{words(error)}</Note>}
      <ul class="board members">
        {data?.items.map((member) => (
          <li key={member.personId}>
            <b>{member.email}</b>
            <span class="n2">{t("{role}, since {day}", { role: memberRole(member.role), day: day(member.since, event.timeZone) })}</span>
            {member.role !== "owner" && (
              <button
                type="button"
                class="txt"
                aria-label={t("Remove {email}", { email: member.email })}
                onClick={() => setRemoving(member)}
              >
                {t("Remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <form
        class="stack"
        onSubmit={(e) => {
          e.preventDefault();
          const added = email.trim();
          void act(() => Organizer.addMember(event.id, added, role), t("{email} is a member now.", { email: added })).then(() =>
            setEmail(""),
          );
        }}
      >
        <div class="pair">
          <Field id="member-email" label={t("Email")}>
            <input
              id="member-email"
              class="in"
              type="email"
              required
              autocomplete="off"
              value={email}
              onInput={(e) => setEmail(e.currentTarget.value)}
            />
          </Field>
          <Field id="member-role" label={t("Role")}>
            <select id="member-role" class="sel" value={role} onChange={(e) => setRole(e.currentTarget.value as "organizer" | "staff")}>
              <option value="staff">{t("Staff")}</option>
              <option value="organizer">{t("Organizer")}</option>
            </select>
          </Field>
        </div>
        <p>
          <button type="submit" class="btn alt">
            {t("Add member")}
          </button>
        </p>
      </form>
      {removing && (
        <Confirm
          title={t("Remove {email}?", { email: removing.email })}
          yes={t("Remove")}
          no={t("Keep")}
          onNo={() => setRemoving(undefined)}
          onYes={() => {
            setRemoving(undefined);
            void act(
              () => Organizer.removeMember(event.id, removing.personId),
              t("{email} is no member any more.", { email: removing.email }),
            );
          }}
        >
          <p>
            {removing.personId === me.person.id ? t("That is you: you lose these pages at once.") : t("They lose these pages at once.")}
          </p>
        </Confirm>
      )}
    </section>
  );
}

const memberRole = (role: MemberRole) => ({ owner: t("Owner"), organizer: t("Organizer"), staff: t("Staff") })[role];
